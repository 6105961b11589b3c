package githost

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"code.gitea.io/sdk/gitea"
)

// Token is a token of the API that exists from the start.
type Token struct {
	Secret string `json:"secret"`
	// User is whose token it is: it may do no more than this user.
	User string `json:"user"`
	// Scopes limit it to parts of the API, such as read:user and write:repository; without them it may do all that its user may.
	Scopes []string `json:"scopes,omitempty"`
}

// everyScope is the scope of a token that may do whatever its user may.
const everyScope = "all"

// scopeForm is a right of a token and the part of the API that it is for.
var scopeForm = regexp.MustCompile(`^(read|write):(activitypub|admin|issue|misc|notification|organization|package|repository|user)$`)

func (t Token) check() error {
	if t.Secret == "" || t.User == "" {
		return errors.New("a token has no secret or no user; give both")
	}

	for _, scope := range t.Scopes {
		if scope != everyScope && !scopeForm.MatchString(scope) {
			return fmt.Errorf("%q is no scope of a token; write such as read:user, write:repository or all", scope)
		}
	}

	return nil
}

// reaches says whether the scopes reach a part of the API. The right to write includes that to read.
func (t Token) reaches(category string, write bool) bool {
	return len(t.Scopes) == 0 || slices.Contains(t.Scopes, everyScope) || slices.Contains(t.Scopes, "write:"+category) ||
		!write && slices.Contains(t.Scopes, "read:"+category)
}

type tokenHandler func(http.ResponseWriter, *http.Request, Token)

// withToken lets only those through who show a token, and a token only where its scopes reach.
func (h *host) withToken(category string, next tokenHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		shown, known := h.tokenOf(request)
		write := request.Method != http.MethodGet

		switch {
		case request.Header.Get("Authorization") == "":
			failAPI(w, http.StatusUnauthorized, "token is required")
		case !known:
			failAPI(w, http.StatusUnauthorized, "invalid username, password or token")
		case !shown.reaches(category, write):
			failAPI(w, http.StatusForbidden, fmt.Sprintf("token does not have at least one of required scope(s): [%s:%s]", modeOf(write), category))
		default:
			next(w, request, shown)
		}
	}
}

func modeOf(write bool) string {
	if write {
		return "write"
	}

	return "read"
}

// tokenOf takes the forms that Gitea does: token, Bearer, and as password or user name.
func (h *host) tokenOf(request *http.Request) (shown Token, known bool) {
	if username, password, basic := request.BasicAuth(); basic {
		if shown, known = h.findToken(password); known {
			return shown, known
		}

		return h.findToken(username)
	}

	kind, value, _ := strings.Cut(request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "token") && !strings.EqualFold(kind, "bearer") {
		return Token{}, false
	}

	return h.findToken(value)
}

func (h *host) findToken(secret string) (found Token, known bool) {
	for _, one := range h.tokens {
		if subtle.ConstantTimeCompare([]byte(secret), []byte(one.Secret)) == 1 {
			return one, true
		}
	}

	return Token{}, false
}

// getUser answers with the user that the token belongs to.
func (h *host) getUser(w http.ResponseWriter, _ *http.Request, shown Token) {
	answer(w, http.StatusOK, h.describeUser(shown.User))
}

func (h *host) describeUser(name string) *gitea.User {
	return &gitea.User{
		ID: h.userID(name), UserName: name, LoginName: name, HTMLURL: h.address + name, IsActive: true, Visibility: gitea.VisibleTypePublic,
	}
}

// userID is the id of the first repository of a user; those without one come after them.
func (h *host) userID(name string) int64 {
	if first := slices.IndexFunc(h.repositories, func(of *repository) bool { return of.Owner == name }); first >= 0 {
		return h.repositories[first].id
	}

	return int64(len(h.repositories) + 1 + slices.IndexFunc(h.tokens, func(of Token) bool { return of.User == name }))
}
