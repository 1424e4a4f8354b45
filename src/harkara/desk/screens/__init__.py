"""The editors' screens: Wagtail's admin, arranged for a newsroom. Each fetches, calls one action and answers.

``stories`` the list and the editor of stories; ``tray`` what came in; ``front`` the front's places; ``acts`` the verbs
beside publishing; ``names`` sections, topics and other names; ``menu`` what stands where. ``desk.wagtail_hooks`` hangs
them up.
"""
