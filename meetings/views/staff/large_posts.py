"""Forms that bring a large file."""

from collections.abc import Callable

from django.http import HttpResponse

View = Callable[..., HttpResponse]


def brings_file(largest: int) -> Callable[[View], View]:
    """Lets a file of this size come to the view, where the site would refuse to read it."""

    def marked(view: View) -> View:
        view.largest_file = largest
        return view

    return marked
