package githost_test

import (
	"os"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5"

	"cdktf-proxmox-talos/simulator/internal/githost"
)

func identityOf(t *testing.T, of key) []byte {
	t.Helper()

	content, err := os.ReadFile(of.private)
	if err != nil {
		t.Fatal(err)
	}

	return content
}

// Flux sees a repository, or says why it does not.
func TestFollow(t *testing.T) {
	deploy, user, stranger := newKey(t), newKey(t), newKey(t)
	server, _ := start(t, user)
	addDeployKey(t, "fluxcd-demo", deploy, true)

	ssh := func(of key) githost.Credentials { return githost.Credentials{Identity: identityOf(t, of)} }
	http := githost.Credentials{Username: "git", Password: token}

	for name, test := range map[string]struct {
		url, branch string
		with        githost.Credentials
		head, err   string
	}{
		"deploy key":                {sshURL, "main", ssh(deploy), firstCommit, ""},
		"user":                      {sshURL, "main", ssh(user), firstCommit, ""},
		"token":                     {httpURL, "main", http, firstCommit, ""},
		"no branch":                 {sshURL, "nope", ssh(user), "", `couldn't find remote ref "refs/heads/nope"`},
		"key of nobody":             {sshURL, "main", ssh(stranger), "", "ssh: handshake failed: ssh: unable to authenticate"},
		"key of another repository": {strings.Replace(sshURL, "fluxcd-demo", "other", 1), "trunk", ssh(deploy), "", "is not authorized to read homelab/other"},
		"no key":                    {sshURL, "main", githost.Credentials{}, "", "ssh: no key found"},
		"wrong token":               {httpURL, "main", githost.Credentials{Username: "git", Password: "x"}, "", "authentication required"},
		"no repository":             {strings.Replace(sshURL, "fluxcd-demo", "nope", 1), "main", ssh(user), "", "repository not found"},
		"another host":              {"ssh://git@127.22.252.3:2222/homelab/fluxcd-demo.git", "main", ssh(user), "", "dial tcp 127.22.252.3:2222: connect: connection refused"},
	} {
		head, err := server.Head(test.url, test.branch, test.with)
		if head != test.head || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: %q %v", name, head, err)
		}
	}
}

func TestHasFolder(t *testing.T) {
	user := newKey(t)
	server, _ := start(t, user)

	cloned, err := clone(login(t, server, user), sshURL, 0)
	if err != nil {
		t.Fatal(err)
	}

	commit(t, cloned, "clusters/demo/a.yaml")

	if err := cloned.Push(&git.PushOptions{Auth: login(t, server, user)}); err != nil {
		t.Fatal(err)
	}

	head := inventory(t, server).Head

	for folder, wanted := range map[string]bool{"": true, "clusters": true, "clusters/demo": true, "clusters/demo/a.yaml": false, "clusters/nope": false} {
		if got, err := server.HasFolder(sshURL, head, folder); err != nil || got != wanted {
			t.Errorf("%q: %t %v", folder, got, err)
		}
	}

	if got, err := server.HasFolder(sshURL, firstCommit, "clusters"); err != nil || got {
		t.Errorf("the commit before has it: %v", err)
	}

	if _, err := server.HasFolder(sshURL, strings.Repeat("0", 40), ""); err == nil {
		t.Error("there is no such commit")
	}
}
