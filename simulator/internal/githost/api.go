package githost

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"code.gitea.io/sdk/gitea"
)

const (
	// giteaVersion is a release whose answers are given here.
	giteaVersion = "1.24.0"

	longestRequest = 1 << 20
	pageSize       = 30
)

func (h *host) routes() http.Handler {
	api := http.NewServeMux()
	api.HandleFunc("GET /api/v1/version", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"version": giteaVersion})
	})
	api.HandleFunc("GET /api/v1/user", h.withToken("user", h.getUser))
	api.HandleFunc("GET /api/v1/repositories/{id}", h.withToken("repository", h.getRepositoryByID))
	api.HandleFunc("GET /api/v1/repos/{owner}/{name}", h.withRepository(h.getRepository))
	api.HandleFunc("GET /api/v1/repos/{owner}/{name}/keys", h.withRepository(h.asAdmin(h.listKeys)))
	api.HandleFunc("POST /api/v1/repos/{owner}/{name}/keys", h.withRepository(h.asAdmin(h.addKey)))
	api.HandleFunc("GET /api/v1/repos/{owner}/{name}/keys/{id}", h.withRepository(h.asAdmin(h.getKey)))
	api.HandleFunc("DELETE /api/v1/repos/{owner}/{name}/keys/{id}", h.withRepository(h.asAdmin(h.removeKey)))
	api.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) { notFound(w) })
	api.HandleFunc("/", h.serveGit)

	return api
}

type repositoryHandler func(http.ResponseWriter, *http.Request, *repository)

func (h *host) withRepository(next repositoryHandler) http.HandlerFunc {
	return h.withToken("repository", func(w http.ResponseWriter, request *http.Request) {
		found := h.find(request.PathValue("owner"), request.PathValue("name"))
		if found == nil {
			notFound(w)

			return
		}

		next(w, request, found)
	})
}

// asAdmin lets the user of the token through to what only owners and administrators of a repository may do.
func (h *host) asAdmin(next repositoryHandler) repositoryHandler {
	return func(w http.ResponseWriter, request *http.Request, of *repository) {
		if !of.permission().Admin {
			failAPI(w, http.StatusForbidden, "user should be an owner or a collaborator with admin write of a repository")

			return
		}

		next(w, request, of)
	}
}

func (h *host) getRepositoryByID(w http.ResponseWriter, request *http.Request) {
	id, err := strconv.ParseInt(request.PathValue("id"), 10, 64)
	if err != nil || id < 1 || id > int64(len(h.repositories)) {
		notFound(w)

		return
	}

	h.getRepository(w, request, h.repositories[id-1])
}

func (h *host) getRepository(w http.ResponseWriter, _ *http.Request, of *repository) {
	answer(w, http.StatusOK, h.describeRepository(of))
}

func (h *host) describeRepository(of *repository) gitea.Repository {
	name := of.Owner + "/" + of.Name

	return gitea.Repository{
		ID:                of.id,
		Owner:             h.describeUser(h.ownerID(of.Owner), of.Owner),
		Name:              of.Name,
		FullName:          name,
		Private:           true,
		HTMLURL:           h.address + name,
		URL:               h.address + "api/v1/repos/" + name,
		SSHURL:            "ssh://git@" + h.sshListen + "/" + name + ".git",
		CloneURL:          h.address + name + ".git",
		DefaultBranch:     of.Branch,
		Created:           h.started,
		Updated:           h.started,
		Permissions:       of.permission(),
		Archived:          of.Archived,
		HasCode:           true,
		DefaultMergeStyle: gitea.MergeStyleMerge,
		ObjectFormatName:  "sha1",
	}
}

// ownerID is the id of the first repository of an owner; a user without a repository has the first id after them.
func (h *host) ownerID(owner string) int64 {
	if first := slices.IndexFunc(h.repositories, func(of *repository) bool { return of.Owner == owner }); first >= 0 {
		return h.repositories[first].id
	}

	return int64(len(h.repositories)) + 1
}

func (h *host) listKeys(w http.ResponseWriter, request *http.Request, of *repository) {
	query := request.URL.Query()
	page, limit := 1, pageSize

	for name, into := range map[string]*int{"page": &page, "limit": &limit} {
		if number, err := strconv.Atoi(query.Get(name)); err == nil && number > 0 {
			*into = number
		}
	}

	matching := []gitea.DeployKey{}

	for _, key := range h.keys.of(of) {
		if wanted := query.Get("key_id"); wanted != "" && wanted != strconv.FormatInt(key.id, 10) {
			continue
		}

		if wanted := query.Get("fingerprint"); wanted != "" && wanted != key.fingerprint() {
			continue
		}

		matching = append(matching, h.describeKey(key))
	}

	first := min((page-1)*limit, len(matching))
	w.Header().Set("X-Total-Count", strconv.Itoa(len(matching)))
	answer(w, http.StatusOK, matching[first:min(first+limit, len(matching))])
}

func (h *host) addKey(w http.ResponseWriter, request *http.Request, of *repository) {
	var wanted gitea.CreateKeyOption
	if err := json.NewDecoder(http.MaxBytesReader(w, request.Body, longestRequest)).Decode(&wanted); err != nil {
		failAPI(w, http.StatusUnprocessableEntity, "the body is no JSON of a key")

		return
	}

	added, err := h.keys.add(of, wanted.Title, wanted.Key, wanted.ReadOnly, h.users)
	if err != nil {
		failAPI(w, http.StatusUnprocessableEntity, err.Error())

		return
	}

	answer(w, http.StatusCreated, h.describeKey(added))
}

func (h *host) getKey(w http.ResponseWriter, request *http.Request, of *repository) {
	id, _ := strconv.ParseInt(request.PathValue("id"), 10, 64)

	found, known := h.keys.find(of, id)
	if !known {
		notFound(w)

		return
	}

	answer(w, http.StatusOK, h.describeKey(found))
}

// removeKey also answers 204 for a key that is not there, as Gitea does.
func (h *host) removeKey(w http.ResponseWriter, request *http.Request, of *repository) {
	id, err := strconv.ParseInt(request.PathValue("id"), 10, 64)
	if err != nil {
		notFound(w)

		return
	}

	h.keys.remove(of, id)
	w.WriteHeader(http.StatusNoContent)
}

func (h *host) describeKey(key deployKey) gitea.DeployKey {
	repository := h.describeRepository(key.repository)

	return gitea.DeployKey{
		ID:          key.id,
		KeyID:       key.id,
		Key:         key.content,
		URL:         fmt.Sprintf("%s/keys/%d", repository.URL, key.id),
		Title:       key.title,
		Fingerprint: key.fingerprint(),
		Created:     key.created,
		ReadOnly:    key.readOnly,
		Repository:  &repository,
	}
}

func notFound(w http.ResponseWriter) {
	failAPI(w, http.StatusNotFound, "The target couldn't be found.")
}

// failAPI writes an error in the form of Gitea.
func failAPI(w http.ResponseWriter, status int, message string) {
	answer(w, status, map[string]string{"message": message, "url": "https://docs.gitea.com/api/" + giteaVersion})
}

func answer(w http.ResponseWriter, status int, content any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(content)
}
