import time, pytest, time_machine
from datetime import date, datetime, timedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from directory.synthetic import make_country
from directory.models import *
from directory.models import Place, Area, ScheduleChange
from django.db.models import Count
@pytest.mark.django_db
def test_scale(client):
    make_country(services=4000, slots=40000, today=date(2026,11,22))
    with connection.cursor() as c: c.execute("ANALYZE")
    place = Place.objects.annotate(n=Count("slots")).order_by("-n").first()
    # closures of many places, until further notice: one of them is this
    for p in Place.objects.all()[:150]:
        ScheduleChange.objects.create(place=p, kind="cancelled", first=date(2026,12,1), last=None)
    ScheduleChange.objects.get_or_create(place=place, kind="cancelled", first=date(2026,12,1), last=None)
    area = Area.objects.filter(kind="municipality").annotate(n=Count("places__slots")).order_by("-n").first()
    print(place.slug, place.n, area.slug, area.n)
    for u in [f"/fi/places/{place.slug}.ics", f"/fi/week.ics?area={area.slug}", "/fi/week.ics", f"/fi/services/{place.slots.first().service.slug}.ics"]:
        client.get(u)
        with CaptureQueriesContext(connection) as q:
            t=time.process_time(); w=time.time(); r=client.get(u); t=time.process_time()-t; w=time.time()-w
        print(u, r.status_code, len(r.content), r.content.count(b"BEGIN:VEVENT"), f"cpu {t*1000:.0f} wall {w*1000:.0f}", len(q), [x["time"] for x in q])
    assert 0
