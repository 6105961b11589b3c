package githost_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"code.gitea.io/sdk/gitea"
	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/calls/callstest"
	"cdktf-proxmox-talos/simulator/internal/githost"
)

const (
	address    = "127.22.252.2:3000"
	sshAddress = "127.22.252.2:2222"
	token      = "token-of-the-git-host"

	// firstCommit of homelab/fluxcd-demo is the same in every run.
	firstCommit = "d101d8bf2aceda2e8ea903baac0c586c0db74771"
)

// key is a key pair.
type key struct {
	signer ssh.Signer
	// public is as in authorized_keys, private as in a file.
	public, private string
}

func newKey(t *testing.T) key {
	t.Helper()

	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}

	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}

	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}

	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}

	return key{signer: signer, public: string(ssh.MarshalAuthorizedKey(signer.PublicKey())), private: file}
}

func config(t *testing.T, users ...key) githost.Config {
	t.Helper()

	made := githost.Config{
		Listen: address, SSHListen: sshAddress, Directory: filepath.Join(t.TempDir(), "git"), Tokens: []githost.Token{{Secret: token, User: "homelab"}},
		Repositories: []githost.Repository{
			{Owner: "homelab", Name: "fluxcd-demo", Branch: "main"},
			{Owner: "homelab", Name: "other", Branch: "trunk"},
		},
	}

	for _, user := range users {
		made.Users = map[string][]string{"admin": append(made.Users["admin"], user.public)}
	}

	return made
}

func start(t *testing.T, users ...key) (*githost.Server, *calls.Recorder) {
	t.Helper()

	return callstest.Start(t, githost.Start, config(t, users...))
}

// client is that of the gitea provider, which asks for the version at once.
func client(t *testing.T, token string) *gitea.Client {
	t.Helper()

	made, err := gitea.NewClient("http://"+address, gitea.SetToken(token),
		// the next test has another server at this address
		gitea.SetHTTPClient(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}))
	if err != nil {
		t.Fatal(err)
	}

	return made
}

func inventory(t *testing.T, server *githost.Server) githost.RepositoryState {
	t.Helper()

	all, err := server.Inventory()
	if err != nil {
		t.Fatal(err)
	}

	return all[0]
}

func TestRepositories(t *testing.T) {
	server, _ := start(t)
	api := client(t, token)

	found, _, err := api.GetRepo("homelab", "FluxCD-demo")
	if err != nil {
		t.Fatal(err)
	}

	if found.ID != 1 || found.FullName != "homelab/fluxcd-demo" || found.DefaultBranch != "main" || !found.Private ||
		found.SSHURL != "ssh://git@"+sshAddress+"/homelab/fluxcd-demo.git" ||
		found.CloneURL != "http://"+address+"/homelab/fluxcd-demo.git" || !found.Permissions.Admin {
		t.Errorf("the repository is %+v", found)
	}

	byID, _, err := api.GetRepoByID(2)
	if err != nil || byID.Name != "other" || byID.Owner.UserName != "homelab" || byID.Owner.ID != 1 {
		t.Errorf("repository 2 is %+v, error %v", byID, err)
	}

	for what, err := range map[string]error{
		"unknown name": second(api.GetRepo("homelab", "nothing")),
		"unknown id":   second(api.GetRepoByID(3)),
		"id 0":         second(api.GetRepoByID(0)),
	} {
		if err == nil || err.Error() != "The target couldn't be found." {
			t.Errorf("%s: %v", what, err)
		}
	}

	state := inventory(t, server)
	if state.Head != firstCommit || len(state.Files) != 1 || state.Files[0] != "README.md" || len(state.DeployKeys) != 0 {
		t.Errorf("at the start the repository is %+v", state)
	}
}

func second[T any](_ T, response *gitea.Response, err error) error {
	if err != nil && response.StatusCode != http.StatusNotFound {
		return fmt.Errorf("%d: %w", response.StatusCode, err)
	}

	return err
}

func TestDeployKeys(t *testing.T) {
	user, deploy := newKey(t), newKey(t)
	server, recorder := start(t, user)
	api := client(t, token)

	created, response, err := api.CreateDeployKey("homelab", "fluxcd-demo", gitea.CreateKeyOption{Title: "flux", Key: deploy.public})
	if err != nil || response.StatusCode != http.StatusCreated {
		t.Fatalf("the key was answered %v, error %v", response, err)
	}

	if created.ID != 1 || created.ReadOnly || created.Key != strings.TrimSpace(deploy.public) ||
		created.Fingerprint != ssh.FingerprintSHA256(deploy.signer.PublicKey()) || created.Repository.ID != 1 {
		t.Errorf("the key is %+v", created)
	}

	if read, _, err := api.GetDeployKey("homelab", "fluxcd-demo", 1); err != nil || read.Title != "flux" || read.Key != created.Key {
		t.Errorf("the key is read as %+v, error %v", read, err)
	}

	for _, test := range []struct {
		repository, title, key, want string
	}{
		{"fluxcd-demo", "again", deploy.public, "This key has already been added to this repository"},
		{"fluxcd-demo", "flux", newKey(t).public, "A key with the same name already exists"},
		{"fluxcd-demo", "user", user.public, "Key content has been used as non-deploy key"},
		{"fluxcd-demo", "", newKey(t).public, "[Title]: Required"},
		{"fluxcd-demo", "no key", "ssh-ed25519 AAAA", "Invalid key content: ssh: no key found"},
	} {
		_, response, err := api.CreateDeployKey("homelab", test.repository, gitea.CreateKeyOption{Title: test.title, Key: test.key})
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || response.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("key %q: %v, want %q", test.title, err, test.want)
		}
	}

	// the same key may be one of another repository
	if other, _, err := api.CreateDeployKey("homelab", "other", gitea.CreateKeyOption{Title: "flux", Key: deploy.public, ReadOnly: true}); err != nil || other.ID != 2 {
		t.Errorf("the key of the other repository is %+v, error %v", other, err)
	}

	if _, response, _ := api.GetDeployKey("homelab", "fluxcd-demo", 2); response.StatusCode != http.StatusNotFound {
		t.Errorf("the key of another repository was answered %d", response.StatusCode)
	}

	keys, _, err := api.ListDeployKeys("homelab", "fluxcd-demo", gitea.ListDeployKeysOptions{Fingerprint: created.Fingerprint})
	if err != nil || len(keys) != 1 || keys[0].ID != 1 {
		t.Errorf("the keys are %+v, error %v", keys, err)
	}

	if keys, _, _ := api.ListDeployKeys("homelab", "fluxcd-demo", gitea.ListDeployKeysOptions{KeyID: 2}); len(keys) != 0 {
		t.Errorf("the keys with id 2 are %+v", keys)
	}

	if state := inventory(t, server); len(state.DeployKeys) != 1 || state.DeployKeys[0].Title != "flux" {
		t.Errorf("the deploy keys are %+v", state.DeployKeys)
	}

	for range 2 { // Gitea does not mind a key that is not there
		if response, err := api.DeleteDeployKey("homelab", "fluxcd-demo", 1); err != nil || response.StatusCode != http.StatusNoContent {
			t.Errorf("removing the key: %v", err)
		}
	}

	if _, response, _ := api.GetDeployKey("homelab", "fluxcd-demo", 1); response.StatusCode != http.StatusNotFound {
		t.Errorf("the removed key was answered %d", response.StatusCode)
	}

	if again, _, err := api.CreateDeployKey("homelab", "fluxcd-demo", gitea.CreateKeyOption{Title: "flux", Key: deploy.public}); err != nil || again.ID != 3 {
		t.Errorf("the new key is %+v, error %v", again, err)
	}

	journal, err := json.Marshal(recorder.Calls(0))
	if err != nil || strings.Contains(string(journal), token) {
		t.Errorf("the journal has the token, or %v", err)
	}
}

func TestTokens(t *testing.T) {
	start(t)

	if _, response, err := client(t, "wrong").GetRepo("homelab", "fluxcd-demo"); err == nil || response.StatusCode != http.StatusUnauthorized {
		t.Errorf("a wrong token: %v", err)
	}

	for _, test := range []struct {
		method, path, authorization string
		want                        int
	}{
		{"GET", "/api/v1/version", "", 200},
		{"GET", "/api/v1/repos/homelab/fluxcd-demo", "", 401},
		{"GET", "/api/v1/repos/homelab/fluxcd-demo/keys", "", 401},
		{"GET", "/api/v1/repos/homelab/fluxcd-demo", "token " + token, 200},
		{"GET", "/api/v1/repos/homelab/fluxcd-demo", "Bearer " + token, 200},
		{"GET", "/api/v1/repos/homelab/fluxcd-demo", "Digest " + token, 401},
		{"GET", "/api/v1/repos/homelab/fluxcd-demo/branches", "token " + token, 404},
		{"PUT", "/api/v1/repos/homelab/fluxcd-demo/keys", "token " + token, 404},
		{"GET", "/homelab/fluxcd-demo", "token " + token, 404},
		{"GET", "/homelab/fluxcd-demo.git/info/refs?service=git-upload-pack", "", 401},
		{"GET", "/homelab/fluxcd-demo.git/info/refs?service=git-upload-pack", "token " + token, 200},
		{"GET", "/homelab/fluxcd-demo/info/refs?service=git-upload-pack", "token " + token, 200},
		{"GET", "/homelab/fluxcd-demo.git/info/refs", "token " + token, 404},
		{"GET", "/homelab/nothing.git/info/refs?service=git-upload-pack", "token " + token, 404},
		{"GET", "/homelab/fluxcd-demo.git/config", "token " + token, 404},
		{"GET", "/homelab/fluxcd-demo.git/../../known_hosts", "token " + token, 404},
	} {
		request, err := http.NewRequestWithContext(t.Context(), test.method, "http://"+address+test.path, nil)
		if err != nil {
			t.Fatal(err)
		}

		if test.authorization != "" {
			request.Header.Set("Authorization", test.authorization)
		}

		request.Close = true

		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}

		_ = response.Body.Close()

		if response.StatusCode != test.want {
			t.Errorf("%s %s with %q was answered %d, want %d", test.method, test.path, test.authorization, response.StatusCode, test.want)
		}
	}
}

func TestStartRefuses(t *testing.T) {
	start(t)

	for want, change := range map[string]func(*githost.Config){
		"directory is missing":    func(c *githost.Config) { c.Directory = "" },
		"is not empty":            func(c *githost.Config) { c.Directory = "." },
		"tokens is empty":         func(c *githost.Config) { c.Tokens = nil },
		"has no secret or no":     func(c *githost.Config) { c.Tokens[0].User = "" },
		"repositories is empty":   func(c *githost.Config) { c.Repositories = nil },
		`"../x" is no name`:       func(c *githost.Config) { c.Repositories[0].Name = "../x" },
		`"user" is no scope`:      func(c *githost.Config) { c.Tokens[0].Scopes = []string{"user"} },
		`is "owner"; write read`:  func(c *githost.Config) { c.Repositories[0].Access = map[string]string{"me": "owner"} },
		"is there twice":          func(c *githost.Config) { c.Repositories[1].Name = "FLUXCD-DEMO" },
		`of the user "x" is not`:  func(c *githost.Config) { c.Users = map[string][]string{"x": {"no key"}} },
		address + " is in use":    func(*githost.Config) {},
		sshAddress + " is in use": func(c *githost.Config) { c.Listen = "127.22.252.2:3001" },
		"not an address of 127":   func(c *githost.Config) { c.Listen = "127.22.252.2:3001"; c.SSHListen = "" },
	} {
		changed := config(t)
		change(&changed)

		if _, err := githost.Start(t.Context(), changed, calls.NewRecorder(io.Discard)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}

	t.Setenv("PATH", "")

	if _, err := githost.Start(t.Context(), config(t), calls.NewRecorder(io.Discard)); err == nil || !strings.Contains(err.Error(), "git is not to be found") {
		t.Errorf("without git: %v", err)
	}
}
