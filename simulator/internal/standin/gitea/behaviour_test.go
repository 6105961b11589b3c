package gitea_test

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/gitea"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

const (
	repositoryKey = "gitea_repository_key"
	publicKey     = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHn2z4QUqPXR7Ll4r7dQ1ZJ5wW5n2uCz0kVq2X2iQm7d"
)

// host is as much of a Gitea server as the provider calls: one repository, its keys, and a list of the calls.
type host struct {
	*httptest.Server
	keys  map[string]map[string]any
	calls []string
	// withoutUser says that the token may not read its user.
	withoutUser bool
}

func newHost(t *testing.T, start func(http.Handler) *httptest.Server) *host {
	t.Helper()

	h := &host{keys: map[string]map[string]any{}}
	mux := http.NewServeMux()
	repository := map[string]any{
		"id": 7, "name": "fluxcd-demo", "full_name": "homelab/fluxcd-demo", "default_branch": "main", "private": true, "size": 21,
		"owner": map[string]any{"login": "homelab"}, "created_at": "2026-01-02T03:04:05Z", "permissions": map[string]any{"push": true},
		"ssh_url": "ssh://git@127.26.0.1:2222/homelab/fluxcd-demo.git",
	}
	answer := func(w http.ResponseWriter, status int, content any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(content)
	}
	find := func(w http.ResponseWriter, r *http.Request) map[string]any {
		key, found := h.keys[r.PathValue("id")]
		if !found {
			answer(w, http.StatusNotFound, map[string]string{"message": "key does not exist"})
		}

		return key
	}

	mux.HandleFunc("GET /api/v1/version", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"version": "1.24.0"})
	})
	mux.HandleFunc("GET /api/v1/user", func(w http.ResponseWriter, _ *http.Request) {
		if h.withoutUser {
			answer(w, http.StatusForbidden, map[string]string{"message": "token does not have at least one of required scope(s): [read:user]"})

			return
		}

		answer(w, http.StatusOK, map[string]any{"id": 1, "login": "homelab"})
	})
	mux.HandleFunc("GET /api/v1/repos/homelab/fluxcd-demo", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, repository)
	})
	mux.HandleFunc("GET /api/v1/repositories/7", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, repository)
	})
	mux.HandleFunc("POST /api/v1/repos/homelab/fluxcd-demo/keys", func(w http.ResponseWriter, r *http.Request) {
		key := map[string]any{"id": len(h.keys) + 1}
		json.NewDecoder(r.Body).Decode(&key)

		for _, other := range h.keys {
			if other["key"] == key["key"] {
				answer(w, http.StatusUnprocessableEntity, map[string]string{"message": "This key has been added to this repo"})

				return
			}
		}

		h.keys[fmt.Sprint(key["id"])] = key
		answer(w, http.StatusCreated, key)
	})
	mux.HandleFunc("GET /api/v1/repos/homelab/fluxcd-demo/keys/{id}", func(w http.ResponseWriter, r *http.Request) {
		if key := find(w, r); key != nil {
			answer(w, http.StatusOK, key)
		}
	})
	mux.HandleFunc("DELETE /api/v1/repos/homelab/fluxcd-demo/keys/{id}", func(w http.ResponseWriter, r *http.Request) {
		if key := find(w, r); key != nil {
			delete(h.keys, r.PathValue("id"))
			w.WriteHeader(http.StatusNoContent)
		}
	})

	h.Server = start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.calls = append(h.calls, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/api/v1"))

		user, password, basic := r.BasicAuth()
		if r.Header.Get("Authorization") != "token secret" && (!basic || user != "me" || password != "pass") {
			answer(w, http.StatusUnauthorized, map[string]string{"message": "token is required"})

			return
		}

		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(h.Close)

	return h
}

func newProvider(t *testing.T, config standintest.Content) *standintest.Provider {
	t.Helper()

	return standintest.New(t, standintest.Schema(t, "gitea"), gitea.Behaviour(), config)
}

// configure returns what a stand-in says of its provider block: at validate, or else while it is configured.
func configure(t *testing.T, config standintest.Content) string {
	t.Helper()

	said := standintest.ValidateBlock(t, standintest.Schema(t, "gitea"), gitea.Behaviour(), config)
	if len(said) == 0 {
		said = standintest.ConfigureBlock(t, standintest.Schema(t, "gitea"), gitea.Behaviour(), config)
	}

	return strings.Join(said, "\n")
}

func keyConfig() standintest.Content {
	return standintest.Content{"repository": 7, "title": "cluster", "key": publicKey, "read_only": false}
}

func TestAKeyFromRegistrationToRemoval(t *testing.T) {
	h := newHost(t, httptest.NewServer)
	p := newProvider(t, standintest.Content{"base_url": h.URL, "token": "secret"})

	state, said := p.Apply(repositoryKey, nil, keyConfig())
	if said != nil || standin.Text(state["id"]) != "7/1" {
		t.Fatalf("id %s, said %q", state["id"], said)
	}

	if key := h.keys["1"]; key["title"] != "cluster" || key["key"] != publicKey || key["read_only"] != false {
		t.Errorf("registered %v", key)
	}

	if again, said := p.Refresh(repositoryKey, state); said != nil || !again["key"].Equal(state["key"]) {
		t.Errorf("read %v, said %q", again, said)
	}

	if plan := p.Plan(repositoryKey, state, keyConfig()); plan.Replaces != nil || !plan.Planned["id"].Equal(state["id"]) {
		t.Errorf("a second plan changes something: %v", plan.Replaces)
	}

	if _, said := p.Apply(repositoryKey, nil, keyConfig()); len(said) != 1 || !strings.Contains(said[0], "This key has been added to this repo") {
		t.Errorf("the same key twice: %q", said)
	}

	for range 2 {
		if left, said := p.Destroy(repositoryKey, state); left != nil || said != nil || len(h.keys) > 0 {
			t.Errorf("left %v and %v, said %q", left, h.keys, said)
		}
	}

	if found, said := p.Refresh(repositoryKey, state); found != nil || said != nil {
		t.Errorf("a removed key is read as there: %q", said)
	}

	want := []string{
		"GET /version", "GET /user", "GET /repositories/7", "POST /repos/homelab/fluxcd-demo/keys", "GET /repositories/7", "GET /repos/homelab/fluxcd-demo/keys/1",
	}
	if !slices.Equal(h.calls[:len(want)], want) {
		t.Errorf("calls %q", h.calls)
	}
}

func TestEveryChangeRegistersANewKey(t *testing.T) {
	h := newHost(t, httptest.NewServer)
	p := newProvider(t, standintest.Content{"base_url": h.URL, "token": "secret"})
	state, _ := p.Apply(repositoryKey, nil, keyConfig())

	for name, value := range map[string]any{"repository": 8, "title": "other", "key": "ssh-ed25519 other", "read_only": nil} {
		config := keyConfig()
		config[name] = value

		if plan := p.Plan(repositoryKey, state, config); !slices.Equal(plan.Replaces, []string{name}) {
			t.Errorf("%s replaces because of %q", name, plan.Replaces)
		}
	}
}

func TestWhatAnotherChangedIsSeen(t *testing.T) {
	h := newHost(t, httptest.NewServer)
	p := newProvider(t, standintest.Content{"base_url": h.URL, "token": "secret"})
	state, _ := p.Apply(repositoryKey, nil, keyConfig())

	h.keys["1"]["key"] = publicKey + "\n"
	if found, _ := p.Refresh(repositoryKey, state); !found["key"].Equal(state["key"]) {
		t.Errorf("white space makes another key: %s", found["key"])
	}

	h.keys["1"]["read_only"] = true
	h.keys["1"]["key"] = "ssh-ed25519 other"

	found, said := p.Refresh(repositoryKey, state)
	if said != nil || standin.Text(found["key"]) != "ssh-ed25519 other" || !standin.Bool(found["read_only"]) {
		t.Errorf("read %v, said %q", found, said)
	}
}

func TestImport(t *testing.T) {
	h := newHost(t, httptest.NewServer)
	p := newProvider(t, standintest.Content{"base_url": h.URL, "token": "secret"})
	state, _ := p.Apply(repositoryKey, nil, keyConfig())

	imported, said := p.Import(repositoryKey, "7/1")
	if said != nil {
		t.Fatal(said)
	}

	for name, value := range state {
		if !imported[name].Equal(value) {
			t.Errorf("%s is %s, not %s", name, imported[name], value)
		}
	}

	for id, says := range map[string]string{"7/9": "there is no deploy key 7/9", "9/1": "there is no deploy key 9/1", "7": `got the id "7"`} {
		if _, said := p.Import(repositoryKey, id); len(said) != 1 || !strings.Contains(said[0], says) {
			t.Errorf("%s: %q", id, said)
		}
	}
}

func TestRepository(t *testing.T) {
	h := newHost(t, httptest.NewServer)
	p := newProvider(t, standintest.Content{"base_url": h.URL + "/", "username": "me", "password": "pass"})

	found, said := p.Read("gitea_repo", standintest.Content{"username": "Homelab", "name": "fluxcd-demo"})
	if said != nil {
		t.Fatal(said)
	}

	for name, want := range map[string]string{
		"id": "7", "username": "Homelab", "full_name": "homelab/fluxcd-demo", "default_branch": "main",
		"ssh_url": "ssh://git@127.26.0.1:2222/homelab/fluxcd-demo.git",
	} {
		if got := standin.Text(found[name]); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}

	for _, name := range []string{"created", "updated"} {
		if !found[name].IsNull() {
			t.Errorf("%s is %s, which the provider leaves null", name, found[name])
		}
	}

	if standin.Int(found["size"]) != 21 || !standin.Bool(found["private"]) || !standin.Bool(found["permission_push"]) || standin.Bool(found["permission_admin"]) {
		t.Errorf("read %v", found)
	}

	if _, said := p.Read("gitea_repo", standintest.Content{"username": "homelab", "name": "missing"}); len(said) != 1 || !strings.Contains(said[0], "404") {
		t.Errorf("a missing repository: %q", said)
	}
}

func TestConfiguringContactsTheServer(t *testing.T) {
	h := newHost(t, httptest.NewServer)

	listener, err := net.Listen("tcp4", "127.26.0.2:0")
	if err != nil {
		t.Fatal(err)
	}

	down := "http://" + listener.Addr().String()
	listener.Close()

	for _, c := range []struct {
		config standintest.Content
		says   string
	}{
		{standintest.Content{"base_url": h.URL, "token": "secret"}, ""},
		{standintest.Content{"base_url": down, "token": "secret"}, `Get "` + down + `/api/v1/version": dial tcp`},
		{standintest.Content{"base_url": h.URL, "token": "wrong"}, "token is required"},
		{standintest.Content{"base_url": h.URL}, "either a token or a username needs to be used"},
		{standintest.Content{"base_url": h.URL, "token": standintest.Unknown}, "either a token or a username needs to be used"},
		{standintest.Content{"token": "secret"}, "base_url is empty or not known yet"},
		{standintest.Content{"base_url": h.URL, "token": "secret", "username": "me"}, "\"username\": conflicts with token"},
		{standintest.Content{"base_url": h.URL + "/api/v1/", "token": "secret"}, "Please leave out API Path"},
		{standintest.Content{"base_url": "http://git.localhost:3000", "token": "secret"}, "violates RFC 2606"},
		{standintest.Content{"base_url": "http://192.0.2.1", "token": "secret"}, "is not an address of 127.0.0.0/8"},
		{standintest.Content{"base_url": h.URL, "token": "secret", "cacert_file": "/missing"}, "cacert_file: open /missing"},
	} {
		said := configure(t, c.config)
		if (c.says == "" && said != "") || !strings.Contains(said, c.says) {
			t.Errorf("%v: %q", c.config, said)
		}

		if strings.Contains(said, "secret") {
			t.Errorf("the token is said: %q", said)
		}
	}
}

// TestWhatIsWrongIsTheSummary: OpenTofu shows the summary of an error first, and the provider has nothing but a summary.
func TestWhatIsWrongIsTheSummary(t *testing.T) {
	h := newHost(t, httptest.NewServer)
	validated := standintest.ValidateBlock(t, standintest.Schema(t, "gitea"), gitea.Behaviour(), standintest.Content{"base_url": h.URL + "/api/v1", "token": "secret"})

	const prefix = "ERROR "
	if want := prefix + "terraform-gitea-provider base URL format is incorrect; Please leave out API Path " + h.URL + "/api/v1: "; len(validated) != 1 || validated[0] != want {
		t.Errorf("validate says %q", validated)
	}

	wrong := standintest.ConfigureBlock(t, standintest.Schema(t, "gitea"), gitea.Behaviour(), standintest.Content{"base_url": h.URL, "token": "wrong"})
	if len(wrong) != 1 || wrong[0] != prefix+"token is required: " {
		t.Errorf("a wrong token: %q", wrong)
	}

	h.withoutUser = true

	limited := standintest.ConfigureBlock(t, standintest.Schema(t, "gitea"), gitea.Behaviour(), standintest.Content{"base_url": h.URL, "token": "secret"})
	if len(limited) != 1 || limited[0] != prefix+"token does not have at least one of required scope(s): [read:user]: " {
		t.Errorf("a token that may not read its user: %q", limited)
	}
}

func TestTrust(t *testing.T) {
	h := newHost(t, httptest.NewTLSServer)
	authority := filepath.Join(t.TempDir(), "ca.crt")

	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}

	for _, c := range []struct {
		config standintest.Content
		says   string
	}{
		{standintest.Content{"cacert_file": authority}, ""},
		{standintest.Content{"insecure": true}, ""},
		{standintest.Content{}, "certificate signed by unknown authority"},
	} {
		c.config["base_url"], c.config["token"] = h.URL, "secret"
		if said := configure(t, c.config); (c.says == "" && said != "") || !strings.Contains(said, c.says) {
			t.Errorf("%v: %q", c.config, said)
		}
	}
}
