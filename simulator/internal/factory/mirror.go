package factory

import (
	"crypto/subtle"
	"net/http"
	"strings"
)

// handler answers as a registry does: who does not sign in hears how, and images lie in any project.
func (r Registry) handler(factory http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if !r.lets(request) {
			w.Header().Set("Www-Authenticate", `Basic realm="registry"`)
			http.Error(w, `{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`, http.StatusUnauthorized)

			return
		}

		if image, found := imagePath(request.URL.Path); found {
			request = request.Clone(request.Context())
			request.URL.Path, request.URL.RawPath = image, ""
		}

		if !strings.HasPrefix(request.URL.Path, "/v2/") {
			http.NotFound(w, request)

			return
		}

		factory.ServeHTTP(w, request)
	})
}

func (r Registry) lets(request *http.Request) bool {
	if r.Username == "" && r.Password == "" {
		return true
	}

	username, password, _ := request.BasicAuth()

	return subtle.ConstantTimeCompare([]byte(username), []byte(r.Username))&subtle.ConstantTimeCompare([]byte(password), []byte(r.Password)) == 1
}

// imagePath is where the factory has an image that a registry has in one of its projects.
func imagePath(path string) (string, bool) {
	parts := strings.Split(strings.Trim(path, "/"), "/")

	// API, image, schematic, manifests, tag
	count := len(parts)
	if count < 5 || parts[0] != "v2" || parts[count-2] != "manifests" {
		return "", false
	}

	return "/v2/" + strings.Join(parts[count-4:], "/"), true
}
