"""Addresses of videos: what is taken, in which form it is kept, and what is not."""

import pytest

from harkara.desk import videos

YOUTUBE = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
FACEBOOK = "https://www.facebook.com/watch/?v=10153231379946729"


@pytest.mark.parametrize(
    ("given", "href"),
    [
        (YOUTUBE, YOUTUBE),
        (" http://m.youtube.com/watch?app=desktop&v=aqz-KE-bpKQ&t=12s ", YOUTUBE),
        ("youtube.com/watch?v=aqz-KE-bpKQ", YOUTUBE),
        ("https://youtu.be/aqz-KE-bpKQ?si=abc", YOUTUBE),
        ("https://www.youtube.com/shorts/aqz-KE-bpKQ", YOUTUBE),
        ("https://www.youtube.com/live/aqz-KE-bpKQ?feature=share", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", YOUTUBE),
        ("https://vimeo.com/76979871", "https://vimeo.com/76979871"),
        ("https://vimeo.com/channels/staffpicks/76979871", "https://vimeo.com/76979871"),
        ("https://player.vimeo.com/video/76979871?h=8272103f6e", "https://vimeo.com/76979871/8272103f6e"),
        ("https://www.facebook.com/facebook/videos/10153231379946729/", FACEBOOK),
        ("https://www.facebook.com/watch/?v=10153231379946729&ref=sharing", FACEBOOK),
        ("https://web.facebook.com/reel/10153231379946729", FACEBOOK),
    ],
)
def test_a_video_is_known_in_every_form_and_kept_in_one(given: str, href: str) -> None:
    found = videos.of(given)
    assert found is not None
    assert found.href == href
    assert videos.of(found.href) == found


@pytest.mark.parametrize(
    "given",
    [
        "",
        "ভিডিও",
        "https://example.org/watch?v=aqz-KE-bpKQ",
        "https://youtube.com.example.org/watch?v=aqz-KE-bpKQ",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ%22onload",
        "https://www.youtube.com/@channel",
        "https://vimeo.com/about",
        "https://fb.watch/abcdef/",
        "https://www.facebook.com/facebook",
        "javascript:alert(1)//youtube.com/watch?v=aqz-KE-bpKQ",
        "https://[youtube.com/watch",
    ],
)
def test_what_is_no_video_of_the_three_is_not_taken(given: str) -> None:
    assert videos.of(given) is None


def test_players_are_asked_to_keep_nothing() -> None:
    embeds = [found.embed for given in (YOUTUBE, "https://vimeo.com/76979871", FACEBOOK) if (found := videos.of(given))]
    assert embeds == [
        "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&rel=0",
        "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
        "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fwatch%2F%3Fv%3D10153231379946729"
        "&show_text=false&autoplay=true",
    ]
