"""The staff's desk, under /staff/."""

from django.urls import path

from directory.views.staff import (
    account,
    desk,
    invitations,
    members,
    notices,
    occurrence,
    slots,
    week,
)

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("undo/", week.undo_action, name="undo"),
    path("week/confirm/", week.confirm_week, name="week_confirm"),
    path("week/copy/", week.copy_week, name="week_copy"),
    path("slots/", slots.slots, name="slots"),
    path("slots/add/", slots.slot_add, name="slot_add"),
    path("slots/<uuid:uid>/", slots.slot_edit, name="slot_edit"),
    path("slots/<uuid:uid>/end/", slots.slot_end, name="slot_end"),
    path("slots/<uuid:uid>/<str:day>/", occurrence.occurrence, name="occurrence"),
    path("slots/<uuid:uid>/<str:day>/cancel/", occurrence.cancel, name="occurrence_cancel"),
    path("slots/<uuid:uid>/<str:day>/move/", occurrence.move, name="occurrence_move"),
    path("slots/<uuid:uid>/<str:day>/as-usual/", occurrence.as_usual, name="occurrence_as_usual"),
    path("one-offs/add/", notices.one_off_add, name="one_off_add"),
    path("one-offs/<uuid:uid>/", notices.one_off, name="one_off"),
    path("one-offs/<uuid:uid>/cancel/", notices.one_off_cancel, name="one_off_cancel"),
    path("closures/add/", notices.closure_add, name="closure_add"),
    path("closures/<uuid:uid>/open/", notices.closure_open, name="closure_open"),
    path("account/", account.account, name="account"),
    path("account/again/", account.send_again, name="send_again"),
    path("account/leave/<slug:slug>/", account.leave, name="leave"),
    path("account/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("organisation/", account.switch_organisation, name="switch_organisation"),
    path("organisations/<slug:slug>/members/", members.members, name="members"),
    path(
        "organisations/<slug:slug>/members/<int:pk>/role/", members.member_role, name="member_role"
    ),
    path(
        "organisations/<slug:slug>/members/<int:pk>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path(
        "organisations/<slug:slug>/invitations/<int:pk>/withdraw/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
