package flux_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"sigs.k8s.io/yaml"
)

// kubernetes is as much of an API server as the bootstrap calls. It keeps objects by path, serves a custom resource only
// after its definition, and says at once that definitions are established and deployments available, and that Flux has come
// to the last commit.
type kubernetes struct {
	*httptest.Server
	mutex   sync.Mutex
	objects map[string]map[string]any
	// broken answers paths with this prefix with a fault.
	broken string
	// pending leaves deployments without a condition.
	pending bool
	// head is the last commit of the repository.
	head func() string
	// flux says what the status of an object is that follows the repository; nil is that of one that has come to the head.
	flux func(kind string) map[string]any
}

func newKubernetes(t *testing.T) *kubernetes {
	t.Helper()

	k := &kubernetes{objects: map[string]map[string]any{}}
	k.Server = httptest.NewServer(k)
	t.Cleanup(k.Close)

	return k
}

func (k *kubernetes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mutex.Lock()
	defer k.mutex.Unlock()

	w.Header().Set("Content-Type", "application/json")

	body, _ := io.ReadAll(r.Body)
	there, found := k.objects[r.URL.Path]

	switch {
	case k.broken != "" && strings.HasPrefix(r.URL.Path, k.broken):
		refuse(w, http.StatusForbidden, "Forbidden", "the test refuses "+r.URL.Path)
	case !k.serves(r.URL.Path):
		refuse(w, http.StatusNotFound, "NotFound", "the server could not find the requested resource")
	case r.Method == http.MethodPatch, r.Method == http.MethodPut:
		k.answer(w, k.store(r.URL.Path, body))
	case r.Method == http.MethodPost:
		object := map[string]any{}
		json.Unmarshal(body, &object)
		k.answer(w, k.store(path.Join(r.URL.Path, nameOf(object)), body))
	case r.Method == http.MethodGet && isList(r.URL.Path):
		k.answer(w, map[string]any{"kind": "List", "apiVersion": "v1", "items": k.list(r.URL.Path, r.URL.Query().Get("labelSelector"))})
	case !found:
		refuse(w, http.StatusNotFound, "NotFound", fmt.Sprintf("%s %q not found", path.Base(path.Dir(r.URL.Path)), path.Base(r.URL.Path)))
	case r.Method == http.MethodDelete:
		delete(k.objects, r.URL.Path)
		k.answer(w, map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Success"})
	default:
		k.follow(there)
		k.answer(w, there)
	}
}

// follow gives an object that follows the repository its status.
func (k *kubernetes) follow(object map[string]any) {
	kind, _ := object["kind"].(string)
	if kind != "GitRepository" && kind != "Kustomization" {
		return
	}

	if k.flux != nil {
		object["status"] = k.flux(kind)

		return
	}

	object["status"] = fluxStatus(0, "True", "stored", k.head())
}

// fluxStatus is the status of an object that follows a repository: what it has observed, whether it is ready, and where it is.
func fluxStatus(generation int, ready, message, commit string) map[string]any {
	return map[string]any{
		"observedGeneration": generation, "lastAttemptedRevision": "main@sha1:" + commit, "artifact": map[string]any{"revision": "main@sha1:" + commit},
		"conditions": []any{map[string]any{"type": "Ready", "status": ready, "message": message}},
	}
}

func (k *kubernetes) answer(w http.ResponseWriter, content any) { json.NewEncoder(w).Encode(content) }

func refuse(w http.ResponseWriter, code int, reason, message string) {
	w.WriteHeader(code)
	json.NewEncoder(w).Encode(map[string]any{
		"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": reason, "message": message,
	})
}

// serves says whether the group of a path is there.
func (k *kubernetes) serves(of string) bool {
	parts := strings.Split(of, "/")
	if !strings.HasSuffix(parts[2], ".fluxcd.io") {
		return true
	}

	for at, object := range k.objects {
		if strings.Contains(at, "/customresourcedefinitions/") && object["spec"].(map[string]any)["group"] == parts[2] {
			return true
		}
	}

	return false
}

func (k *kubernetes) store(at string, body []byte) map[string]any {
	object := map[string]any{}
	if err := yaml.Unmarshal(body, &object); err != nil {
		panic(err)
	}

	condition := map[string]string{"CustomResourceDefinition": "Established", "Deployment": "Available"}[object["kind"].(string)]
	if condition != "" && !(k.pending && condition == "Available") {
		object["status"] = map[string]any{"conditions": []any{map[string]any{"type": condition, "status": "True"}}}
	}

	k.objects[at] = object

	return object
}

// list is of one folder, or of all namespaces.
func (k *kubernetes) list(folder, selector string) []any {
	items := []any{}

	for _, at := range k.paths() {
		label, value, selects := strings.Cut(selector, "=")
		labels, _ := k.objects[at]["metadata"].(map[string]any)["labels"].(map[string]any)

		anywhere := strings.HasPrefix(at, path.Dir(folder)+"/namespaces/") && path.Base(path.Dir(at)) == path.Base(folder)
		if (path.Dir(at) == folder || anywhere) && (!selects || labels[label] == value) {
			items = append(items, k.objects[at])
		}
	}

	return items
}

func (k *kubernetes) paths() []string {
	var paths []string
	for at := range k.objects {
		paths = append(paths, at)
	}

	slices.Sort(paths)

	return paths
}

// names are the ends of all paths that have a part.
func (k *kubernetes) names(part string) []string {
	k.mutex.Lock()
	defer k.mutex.Unlock()

	var names []string

	for _, at := range k.paths() {
		if strings.Contains(at, part) {
			names = append(names, path.Base(at))
		}
	}

	return names
}

// field reads inside an object, by the end of its path.
func (k *kubernetes) field(t *testing.T, end string, names ...string) string {
	t.Helper()

	k.mutex.Lock()
	defer k.mutex.Unlock()

	for at, object := range k.objects {
		if !strings.HasSuffix(at, end) {
			continue
		}

		var value any = object
		for _, name := range names {
			fields, _ := value.(map[string]any)
			value = fields[name]
		}

		return fmt.Sprint(value)
	}

	t.Fatalf("there is no %s", end)

	return ""
}

func nameOf(object map[string]any) string {
	name, _ := object["metadata"].(map[string]any)["name"].(string)

	return name
}

// isList tells a path of many objects from that of one: groups and namespaces come in pairs.
func isList(of string) bool {
	parts := strings.Split(strings.Trim(of, "/"), "/")
	if parts[0] == "apis" {
		parts = parts[1:]
	}

	return len(parts)%2 == 1
}
