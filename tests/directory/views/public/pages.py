"""The pages that several of the tests here walk, in each language."""

PAGES = [
    "/{}/",
    "/{}/services/",
    "/{}/services/kahvila/",
    "/{}/places/",
    "/{}/places/talo/",
    "/{}/organisations/mll/",
]
