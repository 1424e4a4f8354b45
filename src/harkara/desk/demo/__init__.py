"""The demo paper: invented stories, drawn pictures, one editor. ``harkara demo`` sets it up; run again, it adds nothing."""
