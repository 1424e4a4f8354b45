"""The addresses of the readers' screens."""

from django.urls import path, register_converter

from harkara.comments.screens import account, appeals, talk


class Number:
    """A number as addresses say it: no nought before it, no sign, and not longer than the tables hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Number, "number")

urlpatterns = [
    path("comment/enter/", account.enter),
    path("comment/enter/code", account.enter_code),
    path("comment/me/", account.me),
    path("comment/me/name", account.name),
    path("comment/me/leave", account.leave),
    path("comment/me/export", account.export),
    path("comment/me/erase", account.erase),
    path("comment/appeal/<str:signed>/", appeals.appeal),
    path("comment/<number:story>/", talk.show),
    path("comment/<number:story>/best/", talk.show, {"piece": "best"}),
    path("comment/<number:story>/page/<number:piece>/", talk.show),
    path("comment/<number:story>/say", talk.say),
    path("comment/<number:story>/on/<number:number>/", talk.show_one),
    path("comment/<number:story>/on/<number:number>/edit", talk.edit),
    path("comment/<number:story>/on/<number:number>/delete", talk.delete),
    path("comment/<number:story>/on/<number:number>/react", talk.react),
    path("comment/<number:story>/on/<number:number>/report", talk.report),
]

handler404 = "harkara.comments.screens.answers.missing"
handler500 = "harkara.comments.screens.answers.broken"
