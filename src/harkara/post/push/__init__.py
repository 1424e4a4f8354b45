"""Notices of browsers (Web Push, RFC 8030, 8188, 8291, 8292): who wants them, and how they are carried there."""
