import base64
import hashlib

from harkara.layout import assets, policy


def test_the_policy_allows_our_own_files_and_the_scripts_in_pages() -> None:
    scripts = (*assets.inline_scripts(), assets.script_beside())
    first, second, beside = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    assert policy.csp() == (
        f"default-src 'none'; script-src 'self' 'sha256-{first}' 'sha256-{second}' 'sha256-{beside}'; "
        "style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def test_a_preview_may_be_framed_by_its_own_house_only() -> None:
    assert policy.csp("'self'") == policy.csp().replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def test_the_headers_are_ready_for_a_page_on_the_rack() -> None:
    names = [name for name, _ in policy.headers()]
    assert names == [
        "content-security-policy",
        "referrer-policy",
        "x-content-type-options",
        "cross-origin-opener-policy",
        "permissions-policy",
    ]
    assert dict(policy.headers())["content-security-policy"] == policy.csp()
