"""Seven people, and sets of them by what they are to the organisation Aalto."""

WEDNESDAY = "2026-11-25T08:30:00+02:00"
AALTO, NAAPURI, PIILO, KULMA = "aalto", "naapuri", "piilo", "kulma"
PEOPLE = ("stranger", "reader", "other", "editor", "manager", "coordinator", "superuser")
BELONGS = {
    "stranger": (), "reader": (), "other": (NAAPURI,), "editor": (AALTO,), "manager": (AALTO,),
    "coordinator": (KULMA,), "superuser": (AALTO, NAAPURI, PIILO, KULMA),
}  # fmt: skip

NOBODY: set[str] = set()  # what it is about is not there
SITE = {"superuser"}
MANAGERS = {"manager", *SITE}
OWN = {"editor", *MANAGERS}
WITH_DESK = {"other", "coordinator", *OWN}
SIGNED_IN = {"reader", *WITH_DESK}
EVERYBODY = set(PEOPLE)
PLACE = {"coordinator", *OWN}
counted = {"checks": 0}
