package gitea_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/githost"
	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

func newPublicKey(t *testing.T) string {
	t.Helper()

	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}

	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}

	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

func TestWithTheSimulatedGitHost(t *testing.T) {
	host, err := githost.Start(t.Context(), githost.Config{
		Listen: "127.26.2.1:3000", SSHListen: "127.26.2.1:2222", Directory: filepath.Join(t.TempDir(), "git"), Tokens: []githost.Token{{Secret: "secret", User: "homelab"}},
		Repositories: []githost.Repository{{Owner: "homelab", Name: "demo", Branch: "main"}},
	}, calls.NewRecorder(io.Discard))
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(host.Close)

	p := newProvider(t, standintest.Content{"base_url": "http://127.26.2.1:3000", "token": "secret"})

	repository, said := p.Read("gitea_repo", standintest.Content{"username": "homelab", "name": "demo"})
	if said != nil || standin.Text(repository["full_name"]) != "homelab/demo" || standin.Text(repository["default_branch"]) != "main" {
		t.Fatalf("read %v, said %q", repository, said)
	}

	config := standintest.Content{"repository": 1, "title": "cluster", "key": newPublicKey(t), "read_only": false}

	state, said := p.Apply(repositoryKey, nil, config)
	if said != nil {
		t.Fatal(said)
	}

	again, said := p.Refresh(repositoryKey, state)
	if said != nil {
		t.Fatal(said)
	}

	for name, value := range state {
		if !again[name].Equal(value) {
			t.Errorf("%s is read as %s", name, again[name])
		}
	}

	if left, said := p.Destroy(repositoryKey, state); left != nil || said != nil {
		t.Errorf("left %v, said %q", left, said)
	}

	if states, err := host.Inventory(); err != nil || len(states[0].DeployKeys) > 0 {
		t.Errorf("keys %v, error %v", states, err)
	}
}
