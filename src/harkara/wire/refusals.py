"""Why an address is not fetched: one sentence each, with the value and the way out. Screens translate them."""

NO_ADDRESS = "“%(address)s” is no address of a page: give one that begins with https:// or http://."
SCHEME = "“%(address)s” is not fetched: only http:// and https:// are, not “%(scheme)s”."
USERINFO = "“%(address)s” is not fetched: it carries a name or a password before the host; leave them out."
PORT = "“%(address)s” is not fetched: pages are at port 80 or 443, not at %(port)s."
ODD_HOST = "“%(address)s” is not fetched: “%(host)s” is a number in disguise; write the name of the host."
INNER_HOST = "“%(address)s” is not fetched: “%(host)s” is a name inside a network; give the address of a public page."
INNER_ADDRESS = (
    "“%(address)s” is not fetched: “%(host)s” leads to %(ip)s, which is not public; give the address of a public page."
)
NO_HOST = "“%(address)s” cannot be fetched: there is no host “%(host)s”; look at the spelling."
NO_ANSWER = (
    "“%(address)s” cannot be fetched: “%(host)s” does not answer; try again later, or paste the text of the page."
)
BROKEN = "“%(address)s” cannot be fetched: what “%(host)s” sends is damaged; paste the text of the page."
CERTIFICATE = "“%(address)s” cannot be fetched: the certificate of “%(host)s” is not valid; paste the text of the page."
SLOW = "“%(address)s” took longer than %(seconds)s seconds: try again later, or paste the text of the page."
LARGE = "“%(address)s” is larger than %(megabytes)s MB: paste the text of the page."
REDIRECTS = "“%(address)s” leads on more than %(most)s times: open it in a browser and give the address it ends at."
NO_LOCATION = "“%(address)s” leads on to no address: open it in a browser and give the address it ends at."
STATUS = "“%(address)s” answers %(status)s: open it in a browser, and paste the text of the page."
GONE = "There is no page at “%(address)s”, it answers %(status)s: look at the address."
ROBOTS = (
    "The robots.txt of “%(host)s” asks programs not to fetch “%(address)s”: open it in a browser and paste its text."
)
NO_ROBOTS = "“%(host)s” does not say what programs may fetch (its robots.txt fails): try again later, or paste the text of the page."
NO_PAGE = "“%(address)s” is no page but “%(kind)s”: give the address of the page, or paste its text."
