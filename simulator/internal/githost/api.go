package githost

import (
	"encoding/json"
	"fmt"
	"net/http"
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
	api.HandleFunc("GET /api/v1/repositories/{repository}", h.withRepository(h.getRepository))
	api.HandleFunc("GET /api/v1/repos/{owner}/{name}", h.withRepository(h.getRepository))
	api.HandleFunc("GET /api/v1/repos/{owner}/{name}/keys", h.asAdmin(h.listKeys))
	api.HandleFunc("POST /api/v1/repos/{owner}/{name}/keys", h.asAdmin(h.addKey))
	api.HandleFunc("GET /api/v1/repos/{owner}/{name}/keys/{id}", h.asAdmin(h.getKey))
	api.HandleFunc("DELETE /api/v1/repos/{owner}/{name}/keys/{id}", h.asAdmin(h.removeKey))
	api.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) { notFound(w) })
	api.HandleFunc("/", h.serveGit)

	return api
}

type repositoryHandler func(http.ResponseWriter, *http.Request, *repository)

// withRepository hands on the repository of the path; one that the user of the token may not see is not there.
func (h *host) withRepository(next func(http.ResponseWriter, *repository, *gitea.Permission)) http.HandlerFunc {
	return h.withToken("repository", func(w http.ResponseWriter, request *http.Request, shown Token) {
		found := h.find(request.PathValue("owner"), request.PathValue("name"))
		if id, err := strconv.ParseInt(request.PathValue("repository"), 10, 64); err == nil && id > 0 && id <= int64(len(h.repositories)) {
			found = h.repositories[id-1]
		}

		if found == nil || !found.permission(shown.User).Pull {
			notFound(w)

			return
		}

		next(w, found, found.permission(shown.User))
	})
}

// asAdmin hands on the repository of the path to what only its owner and its administrators may do.
func (h *host) asAdmin(next repositoryHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		h.withRepository(func(w http.ResponseWriter, found *repository, may *gitea.Permission) {
			if !may.Admin {
				failAPI(w, http.StatusForbidden, "user should be an owner or a collaborator with admin write of a repository")

				return
			}

			next(w, request, found)
		})(w, request)
	}
}

func (h *host) getRepository(w http.ResponseWriter, found *repository, may *gitea.Permission) {
	answer(w, http.StatusOK, h.describeRepository(found, may))
}

func (h *host) describeRepository(of *repository, may *gitea.Permission) gitea.Repository {
	name := of.Owner + "/" + of.Name

	return gitea.Repository{
		ID:                of.id,
		Owner:             h.describeUser(of.Owner),
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
		Permissions:       may,
		Archived:          of.Archived,
		HasCode:           true,
		DefaultMergeStyle: gitea.MergeStyleMerge,
		ObjectFormatName:  "sha1",
	}
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
	// whoever sees a key may administer the repository
	repository := h.describeRepository(key.repository, &gitea.Permission{Admin: true, Push: true, Pull: true})

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
