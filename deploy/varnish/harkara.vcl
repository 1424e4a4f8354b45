vcl 4.1;

# Varnish in front of the stands: many readers of the same page cost the stand two questions a second.
#
# A page is kept for half a second and then asked for again by its tag (304, no body). So what is published is seen half a second
# later at most, and what is killed is gone half a second later, without anybody telling Varnish: no purge can be
# lost. Only while no stand answers is an older page handed out (for a day at most): then nobody can say what is right. Who kills a
# story in that hour says so to Varnish too: varnishadm ban 'req.url ~ "^/(lite/)?[a-z-]+/12/"'.
#
# Where the stands were told of this Varnish (HARKARA_EDGE=varnish http://…), they say of each page its key and for how long it may
# be kept, and `harkara purge` says here which keys are over: then pages stay for an hour, and stands hear of them once
# (docs/how-to/put-a-cdn-in-front.md).
#
# To change: the addresses of the stands, one line more for each in vcl_init; in "house" the machines on which a press or a runner
# fills a rack.

import directors;
import std;

probe alive {
    .url = "/robots.txt";
    .interval = 1s;
    .timeout = 2s;
    .window = 3;
    .threshold = 2;
    .initial = 2;
}

backend stand1 {
    .host = "127.0.0.1";
    .port = "8000";
    .probe = alive;
    .connect_timeout = 2s;
    # A page that nobody printed yet is printed while its reader waits, ten seconds at most.
    .first_byte_timeout = 30s;
    .between_bytes_timeout = 30s;
}

acl house {
    "127.0.0.1";
    "::1";
}

sub vcl_init {
    new stands = directors.round_robin();
    stands.add_backend(stand1);
}

sub vcl_recv {
    set req.backend_hint = stands.backend();
    # The stand counts searches and comments by the reader's address: the last one in this header that is not a proxy's.
    # Varnish has put the address of who asks there already.
    unset req.http.X-Harkara-Hit;
    if (req.method == "BAN") {
        if (client.ip !~ house) {
            return (synth(405, "Not allowed"));
        }
        if (req.http.X-Harkara-Everything) {
            ban("obj.status != 0");
        } elsif (req.http.X-Harkara-Keys) {
            ban("obj.http.Surrogate-Key ~ ^(" + req.http.X-Harkara-Keys + ")$");
        } else {
            return (synth(400, "No keys"));
        }
        return (synth(200, "Banned"));
    }
    if (req.method == "PURGE") {
        if (client.ip !~ house) {
            return (synth(405, "Not allowed"));
        }
        return (purge);
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # The newsroom, what one reader sees alone, searches, and what counts readings.
    if (req.url ~ "^/(lite/)?(desk|static|media|comment|post|search|go|r)([/?.]|$)") {
        return (pass);
    }
    # Who waits for the next entry of live coverage waits at the stand, half a minute at most.
    if (req.url ~ "^/fragment/live/[0-9]+/wait$") {
        return (pass);
    }
    # What others write behind an address to follow a reader makes no other page. Behind the address of a story nothing does;
    # elsewhere the words that harkara.rack.once passes over are taken away, and what is left may be a page of a paper that moved in.
    if (req.url ~ "^/(lite/)?[a-z][a-z-]*/[0-9]+(/[^?]*)?\?" || req.url ~ "^/(lite/)?[0-9]+(\.json)?\?") {
        set req.url = regsub(req.url, "\?.*$", "");
    } elseif (req.url ~ "[?&](utm_|fb|mibextid|gcl|dclid|gad_|gbraid|wbraid|msclkid|igsh|ttclid|twclid|yclid|li_fat_id|mc_|_g|ref|share|amp|preview)") {
        set req.url = regsuball(req.url, "(?<=[?&])(utm_[a-z_]+|fb_[a-z_]+|fbclid|mibextid|gclid|gclsrc|dclid|gad_[a-z]+|gbraid|wbraid|msclkid|igsh|igshid|ttclid|twclid|yclid|li_fat_id|mc_[a-z]+|_ga|_gl|ref|ref_src|share|amp|preview)(=[^&]*)?(&|$)", "");
        set req.url = regsub(req.url, "[?&]+$", "");
    }
    # Public pages are the same for everybody.
    unset req.http.Cookie;
    unset req.http.Authorization;
    # How fresh a page has to be is not for a reader to say.
    unset req.http.Cache-Control;
    unset req.http.Pragma;
    # While a stand answers nothing older is handed out than half a second; while none does, up to a day.
    set req.grace = 0s;
    if (!std.healthy(req.backend_hint)) {
        set req.grace = 24h;
    }
    return (hash);
}

sub vcl_backend_response {
    if (bereq.uncacheable) {
        return (deliver);
    }
    # What is gone is gone for everybody. It takes the place of the page that was there, also for the time when no stand answers.
    if (beresp.status == 404 || beresp.status == 410) {
        set beresp.ttl = 500ms;
        set beresp.grace = 24h;
        return (deliver);
    }
    if (beresp.status >= 500 || beresp.http.Set-Cookie || beresp.http.Cache-Control !~ "public"
        || beresp.http.Cache-Control ~ "no-store|private" || beresp.http.Vary ~ "(?i)cookie|\*") {
        # Handed on, and asked for again by the next reader.
        set beresp.uncacheable = true;
        set beresp.ttl = 1s;
        set beresp.grace = 0s;
        return (deliver);
    }
    if (beresp.http.Surrogate-Control ~ "max-age=[0-9]+") {
        # Somebody says when it is over.
        set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^.*max-age=([0-9]+).*$", "\1s"), 500ms);
    } elsif (beresp.http.Cache-Control ~ "immutable") {
        # Files that have their digest in their name never change.
        set beresp.ttl = 1h;
    } else {
        set beresp.ttl = 500ms;
    }
    set beresp.grace = 24h;
    # How long a page is kept to be asked for again by its tag.
    set beresp.keep = 1h;
    return (deliver);
}

sub vcl_backend_error {
    set beresp.http.Content-Type = "text/plain; charset=utf-8";
    set beresp.http.Retry-After = "5";
    set beresp.http.Cache-Control = "no-store";
    synthetic("এই মুহূর্তে পাতাটি দেওয়া যাচ্ছে না। একটু পরে আবার চেষ্টা করুন।");
    return (deliver);
}

sub vcl_deliver {
    # What is Varnish's own stays inside. The age of a page says nothing: it is as right as one that was fetched now.
    unset resp.http.Via;
    unset resp.http.Age;
    unset resp.http.X-Varnish;
    unset resp.http.Surrogate-Key;
    unset resp.http.Surrogate-Control;
    if (client.ip ~ house) {
        set resp.http.X-Harkara-Varnish = req.http.X-Harkara-Hit;
    }
}

sub vcl_hit {
    set req.http.X-Harkara-Hit = "hit";
}

sub vcl_miss {
    set req.http.X-Harkara-Hit = "miss";
}

sub vcl_pass {
    set req.http.X-Harkara-Hit = "pass";
}
