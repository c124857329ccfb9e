"""The coordinator's part of the staff's desk, under /staff/networks/."""

from django.urls import path

from meetings.views.staff import (
    actions,
    agenda,
    answer,
    invite,
    materials,
    meetings,
    members,
    networks,
    note_item,
    notes,
    offers,
    picture,
    publish,
)

urlpatterns = [
    path("", networks.networks, name="networks"),
    path("add/", networks.network_add, name="network_add"),
    path("answer/<str:token>/", answer.meeting_answer, name="meeting_answer"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<uuid:uid>/answer/", offers.offer_answer, name="offer_answer"),
    path("offers/<uuid:uid>/remove/", offers.offer_remove, name="offer_remove"),
    path("<slug:slug>/", networks.network_desk, name="network_desk"),
    path("<slug:slug>/edit/", networks.network_edit, name="network_edit"),
    path("<slug:slug>/members/", members.network_members, name="network_members"),
    path("<slug:slug>/members/<int:pk>/", members.network_member, name="network_member"),
    path(
        "<slug:slug>/members/<int:pk>/remove/",
        members.network_member_remove,
        name="network_member_remove",
    ),
    path("<slug:slug>/themes/", members.network_themes, name="network_themes"),
    path("<slug:slug>/actions/", actions.action_list, name="action_list"),
    path("<slug:slug>/actions/<uuid:uid>/", actions.action_edit, name="action_edit"),
    path("<slug:slug>/meetings/add/", meetings.meeting_add, name="meeting_add"),
    path("<slug:slug>/picture/", picture.network_shared_picture, name="network_shared_picture"),
    path("<slug:slug>/picture/gap/", picture.picture_gap, name="picture_gap"),
    path("<slug:slug>/picture.csv", picture.picture_csv, name="picture_csv"),
    path("<slug:slug>/materials/", materials.material_desk, name="material_desk"),
    path("<slug:slug>/materials/add/", materials.material_add, name="material_add"),
    path("<slug:slug>/materials/<int:pk>/", materials.material_edit, name="material_edit"),
    path(
        "<slug:slug>/materials/<int:pk>/remove/", materials.material_remove, name="material_remove"
    ),
    path("<slug:slug>/offers/", offers.offer_desk, name="offer_desk"),
    # Words that no meeting may have for its address stand above this line.
    path("<slug:slug>/<slug:meeting>/", meetings.meeting_desk, name="meeting_desk"),
    path("<slug:slug>/<slug:meeting>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path(
        "<slug:slug>/<slug:meeting>/announce/", meetings.meeting_announce, name="meeting_announce"
    ),
    path("<slug:slug>/<slug:meeting>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("<slug:slug>/<slug:meeting>/remove/", meetings.meeting_remove, name="meeting_remove"),
    path("<slug:slug>/<slug:meeting>/restore/", meetings.meeting_restore, name="meeting_restore"),
    path("<slug:slug>/<slug:meeting>/agenda/", agenda.meeting_agenda, name="meeting_agenda"),
    path("<slug:slug>/<slug:meeting>/agenda/move/", agenda.agenda_move, name="agenda_move"),
    path("<slug:slug>/<slug:meeting>/agenda/<uuid:uid>/", agenda.agenda_item, name="agenda_item"),
    path(
        "<slug:slug>/<slug:meeting>/agenda/<uuid:uid>/remove/",
        agenda.agenda_remove,
        name="agenda_remove",
    ),
    path("<slug:slug>/<slug:meeting>/invite/", invite.meeting_invite, name="meeting_invite"),
    path("<slug:slug>/<slug:meeting>/notes/", notes.notes_write, name="notes_write"),
    path("<slug:slug>/<slug:meeting>/notes/line/", notes.note_line, name="note_line"),
    path(
        "<slug:slug>/<slug:meeting>/notes/participation/",
        notes.notes_participation,
        name="notes_participation",
    ),
    path("<slug:slug>/<slug:meeting>/notes/<uuid:uid>/", note_item.note_item, name="note_item"),
    path(
        "<slug:slug>/<slug:meeting>/notes/<uuid:uid>/ties/", note_item.note_ties, name="note_ties"
    ),
    path(
        "<slug:slug>/<slug:meeting>/notes/<uuid:uid>/action/",
        note_item.note_action,
        name="note_action",
    ),
    path(
        "<slug:slug>/<slug:meeting>/notes/<uuid:uid>/remove/",
        note_item.note_remove,
        name="note_remove",
    ),
    path("<slug:slug>/<slug:meeting>/publish/", publish.notes_publish, name="notes_publish"),
    path(
        "<slug:slug>/<slug:meeting>/publish/withdraw/",
        publish.notes_withdraw,
        name="notes_withdraw",
    ),
]
