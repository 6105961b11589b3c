package githost

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/cgi"
	"path"
	"strings"
)

// longestPush is more than any push has, in bytes.
const longestPush = 64 << 20

// serveGit answers Git's smart protocol over http by `git http-backend`, below /<owner>/<name>.git.
func (h *host) serveGit(w http.ResponseWriter, request *http.Request) {
	owner, name, service := splitGitPath(request)
	if service == "" {
		http.Error(w, fmt.Sprintf("%s %q is no request of Git, such as GET /owner/name.git/info/refs?service=git-upload-pack",
			request.Method, request.URL.Path), http.StatusNotFound)

		return
	}

	shown, known := h.tokenOf(request)
	if !known {
		w.Header().Set("WWW-Authenticate", `Basic realm="Gitea"`)
		http.Error(w, "a token as password is missing or wrong", http.StatusUnauthorized)

		return
	}

	found := h.find(owner, name)
	if found == nil || !found.permission(shown.User).Pull {
		http.Error(w, fmt.Sprintf("there is no repository %s/%s", owner, name), http.StatusNotFound)

		return
	}

	if err := shown.authorize(found, isPush(request)); err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)

		return
	}

	// the program takes bodies of known length only
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, longestPush))
	if err != nil {
		http.Error(w, fmt.Sprintf("the body cannot be read: %v", err), http.StatusBadRequest)

		return
	}

	passed := request.Clone(request.Context())
	passed.Header.Del("Authorization")
	passed.TransferEncoding = nil
	passed.ContentLength = int64(len(body))
	passed.Body = io.NopCloser(bytes.NewReader(body))
	passed.URL.Path = path.Join("/", found.path, service)

	backend := &cgi.Handler{
		Path:   h.program,
		Args:   []string{"http-backend"},
		Dir:    h.directory,
		Env:    append(h.gitEnvironment(), "GIT_PROJECT_ROOT="+h.projectRoot(), "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER="+found.Owner),
		Stderr: io.Discard, // says again what the client is told
		Logger: log.New(io.Discard, "", 0),
	}
	backend.ServeHTTP(w, passed)
}

func isPush(request *http.Request) bool {
	return request.URL.Query().Get("service") == "git-receive-pack" || strings.HasSuffix(request.URL.Path, "/git-receive-pack")
}

// authorize returns why the token may not do what a request does with a repository, or nil.
func (t Token) authorize(to *repository, write bool) error {
	switch {
	case !t.reaches("repository", write):
		return errors.New("token does not have required scope") // Gitea's words, as those that follow
	case write && to.Archived:
		return errors.New("This repo is archived. You can view files and clone it, but cannot push or open issues/pull-requests.") //nolint:staticcheck // see above
	case write && !to.permission(t.User).Push:
		return errors.New("User permission denied") //nolint:staticcheck // see above
	default:
		return nil
	}
}

// splitGitPath returns owner and name of a repository and what is asked of it, which is empty for all but Git.
func splitGitPath(request *http.Request) (owner, name, service string) {
	parts := strings.SplitN(strings.TrimPrefix(request.URL.Path, "/"), "/", 3)
	if len(parts) < 3 {
		return "", "", ""
	}

	asked := request.Method + " " + parts[2]
	if asked == "GET info/refs" {
		asked += " " + request.URL.Query().Get("service")
	}

	switch asked {
	case "GET info/refs git-upload-pack", "GET info/refs git-receive-pack", "POST git-upload-pack", "POST git-receive-pack":
		return parts[0], strings.TrimSuffix(parts[1], ".git"), parts[2]
	default:
		return "", "", ""
	}
}
