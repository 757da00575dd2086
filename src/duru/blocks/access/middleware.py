"""Who acts in this request: the user's membership in the tenant that the address named."""

from django.utils.cache import add_never_cache_headers

from duru.blocks.access.queries import actor_of, running_memberships

SESSION_KEY = "duru_membership"


class ActorMiddleware:
    """Set `request.actor` to the chosen running membership, or None: an ended membership ends at the next request.

    What somebody logged in is shown stays in no cache: at a shared desk "back" must not show the one before.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = None
        if request.tenant is not None and request.user.is_authenticated:
            memberships = running_memberships(request.user)
            chosen = request.session.get(SESSION_KEY)
            membership = next((m for m in memberships if m.id == chosen), memberships[0] if memberships else None)
            if membership is not None:
                request.actor = actor_of(membership, origin=request.META.get("REMOTE_ADDR", ""))
                request.memberships = memberships
        was_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_in and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        if was_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        return response
