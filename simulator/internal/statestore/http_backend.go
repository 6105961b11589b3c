package statestore

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
)

// Errors about locks, in OpenTofu's words.
var (
	errHeld      = errors.New("the state is locked by another run")
	errNotLocked = errors.New("the state is not locked, so nobody can hold its lock")
)

// longestState is more than any state has, in bytes.
const longestState = 64 << 20

// httpBackend answers OpenTofu's http backend.
//
// State: GET, POST or PUT, and DELETE at its path, with the id of the lock as the query ID. Lock: LOCK and UNLOCK at
// the path of the state or at <path>/lock; there also POST or PUT and DELETE.
type httpBackend struct {
	states             *states
	username, password string
}

func (b *httpBackend) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if !b.allowed(request) {
		w.Header().Set("WWW-Authenticate", `Basic realm="states"`)
		http.Error(w, "user name and password are missing or wrong", http.StatusUnauthorized)

		return
	}

	if request.URL.Path == "/" || path.Clean(request.URL.Path) != request.URL.Path {
		http.Error(w, fmt.Sprintf("%q is not the path of a state, such as /homelab", request.URL.Path), http.StatusNotFound)

		return
	}

	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, longestState))
	if err != nil {
		http.Error(w, fmt.Sprintf("the body cannot be read: %v", err), http.StatusBadRequest)

		return
	}

	if sum := request.Header.Get("Content-MD5"); sum != "" && sum != contentMD5(body) {
		http.Error(w, "the body is not the one that Content-MD5 was computed of", http.StatusBadRequest)

		return
	}

	name, isLock := strings.CutSuffix(request.URL.Path, "/lock")

	switch method := request.Method; {
	case method == "LOCK", isLock && (method == http.MethodPost || method == http.MethodPut):
		b.lock(w, name, body)
	case method == "UNLOCK", isLock && method == http.MethodDelete:
		b.unlock(w, name, body)
	case !isLock && method == http.MethodGet:
		b.read(w, name)
	case !isLock && (method == http.MethodPost || method == http.MethodPut):
		b.write(w, request, name, body)
	case !isLock && method == http.MethodDelete:
		b.remove(w, request, name)
	default:
		http.Error(w, fmt.Sprintf("%s is not a method for %s", method, request.URL.Path), http.StatusMethodNotAllowed)
	}
}

func (b *httpBackend) allowed(request *http.Request) bool {
	if b.username == "" {
		return true
	}

	username, password, given := request.BasicAuth()

	return given && subtle.ConstantTimeCompare([]byte(username+":"+password), []byte(b.username+":"+b.password)) == 1
}

func (b *httpBackend) lock(w http.ResponseWriter, name string, body []byte) {
	wanted, err := parseLock(body)
	if err != nil || wanted.id == "" {
		http.Error(w, "the body of a lock is the information of OpenTofu as JSON, with an ID", http.StatusBadRequest)

		return
	}

	if holder, free := b.states.lock(name, wanted); !free {
		answerHolder(w, http.StatusLocked, holder)
	}
}

func (b *httpBackend) unlock(w http.ResponseWriter, name string, body []byte) {
	given, err := parseLock(body)
	if err != nil || given.id == "" {
		http.Error(w, "the body of an unlock is the information of OpenTofu as JSON, with an ID", http.StatusBadRequest)

		return
	}

	holder, err := b.states.unlock(name, given.id)
	answerChange(w, holder, err)
}

func (b *httpBackend) read(w http.ResponseWriter, name string) {
	content, found := b.states.get(name)
	if !found {
		http.Error(w, fmt.Sprintf("there is no state at %s", name), http.StatusNotFound)

		return
	}

	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-MD5", contentMD5(content))
	_, _ = w.Write(content)
}

func (b *httpBackend) write(w http.ResponseWriter, request *http.Request, name string, body []byte) {
	if len(body) == 0 {
		http.Error(w, "a state is not empty; write DELETE to remove it", http.StatusBadRequest)

		return
	}

	holder, err := b.states.change(name, request.URL.Query().Get("ID"), body)
	answerChange(w, holder, err)
}

func (b *httpBackend) remove(w http.ResponseWriter, request *http.Request, name string) {
	holder, err := b.states.change(name, request.URL.Query().Get("ID"), nil)
	answerChange(w, holder, err)
}

// answerChange leaves the answer to what worked empty: that is 200.
func answerChange(w http.ResponseWriter, holder lock, err error) {
	switch {
	case errors.Is(err, errHeld):
		answerHolder(w, http.StatusLocked, holder)
	case err != nil:
		http.Error(w, err.Error(), http.StatusConflict)
	}
}

func answerHolder(w http.ResponseWriter, status int, holder lock) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(holder.info)
}

func contentMD5(content []byte) string {
	sum := md5.Sum(content)

	return base64.StdEncoding.EncodeToString(sum[:])
}
