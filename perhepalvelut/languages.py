"""The languages of the site, for the settings; importing it teaches Django those it lacks."""

from django.conf.locale import LANG_INFO

LANG_INFO.setdefault(
    "so", {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"}
)
LANG_INFO.setdefault(
    "fi-selko",
    {"bidi": False, "code": "fi-selko", "name": "Easy Finnish", "name_local": "Selkosuomi"},
)
LANG_INFO["zh-hans"] = {**LANG_INFO["zh-hans"], "name_local": "简体中文"}

LANGUAGES = [
    ("fi", "Finnish"),
    ("fi-selko", "Easy Finnish"),
    ("sv", "Swedish"),
    ("en", "English"),
    ("et", "Estonian"),
    ("ru", "Russian"),
    ("uk", "Ukrainian"),
    ("so", "Somali"),
    ("ar", "Arabic"),
    ("fa", "Persian"),
    ("ckb", "Kurdish (Sorani)"),
    ("sq", "Albanian"),
    ("vi", "Vietnamese"),
    ("zh-hans", "Chinese"),
    ("tr", "Turkish"),
]
