package githost

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"code.gitea.io/sdk/gitea"
)

// everyScope is the scope of a token that may do whatever its user may.
const everyScope = "all"

// scopeForm is a right of a token and the part of the API that it is for.
var scopeForm = regexp.MustCompile(`^(read|write):(activitypub|admin|issue|misc|notification|organization|package|repository|user)$`)

func checkScopes(scopes []string) error {
	for _, scope := range scopes {
		if scope != everyScope && !scopeForm.MatchString(scope) {
			return fmt.Errorf("%q is no scope of a token; write such as read:user, write:repository or all", scope)
		}
	}

	return nil
}

// withToken lets only those through who show the token, and the token only where its scopes reach: reading needs
// read:<category>, everything else write:<category>, which includes reading.
func (h *host) withToken(category string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		given := request.Header.Get("Authorization")

		switch {
		case given == "":
			failAPI(w, http.StatusUnauthorized, "token is required")
		case !h.showsToken(request):
			failAPI(w, http.StatusUnauthorized, "invalid username, password or token")
		case !h.mayUse(category, request.Method != http.MethodGet):
			failAPI(w, http.StatusForbidden, fmt.Sprintf("token does not have at least one of required scope(s): [%s:%s]",
				modeOf(request.Method != http.MethodGet), category))
		default:
			next(w, request)
		}
	}
}

func modeOf(write bool) string {
	if write {
		return "write"
	}

	return "read"
}

// mayUse says whether the scopes of the token reach a part of the API.
func (h *host) mayUse(category string, write bool) bool {
	return len(h.scopes) == 0 || slices.Contains(h.scopes, everyScope) || slices.Contains(h.scopes, "write:"+category) ||
		!write && slices.Contains(h.scopes, "read:"+category)
}

// showsToken takes the forms that Gitea does: token, Bearer, and as password or user name.
func (h *host) showsToken(request *http.Request) bool {
	if username, password, basic := request.BasicAuth(); basic {
		return h.isToken(password) || h.isToken(username)
	}

	kind, value, _ := strings.Cut(request.Header.Get("Authorization"), " ")

	return (strings.EqualFold(kind, "token") || strings.EqualFold(kind, "bearer")) && h.isToken(value)
}

func (h *host) isToken(given string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(h.token)) == 1
}

// getUser answers with the user that the token belongs to.
func (h *host) getUser(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, h.describeUser(h.ownerID(h.tokenUser), h.tokenUser))
}

func (h *host) describeUser(id int64, name string) *gitea.User {
	return &gitea.User{
		ID: id, UserName: name, LoginName: name, HTMLURL: h.address + name, IsActive: true, Visibility: gitea.VisibleTypePublic,
	}
}
