package githost_test

import (
	"net/http"
	"strings"
	"testing"

	"code.gitea.io/sdk/gitea"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/transport"
	gogithttp "github.com/go-git/go-git/v5/plumbing/transport/http"

	"cdktf-proxmox-talos/simulator/internal/calls/callstest"
	"cdktf-proxmox-talos/simulator/internal/githost"
)

// startWith starts a Git host whose configuration is changed.
func startWith(t *testing.T, change func(*githost.Config), users ...key) *githost.Server {
	t.Helper()

	changed := config(t, users...)
	change(&changed)

	server, _ := callstest.Start(t, githost.Start, changed)

	return server
}

func TestTheTokenHasAUser(t *testing.T) {
	for want, change := range map[string]func(*githost.Config){
		"homelab": func(*githost.Config) {},
		"me":      func(c *githost.Config) { c.Tokens[0].User = "me" },
	} {
		t.Run(want, func(t *testing.T) {
			startWith(t, change)

			if found, _, err := client(t, token).GetMyUserInfo(); err != nil || found.UserName != want || found.ID == 0 {
				t.Errorf("the user is %+v, error %v", found, err)
			}

			for given, says := range map[string]string{"wrong": "invalid username, password or token", "": "token is required"} {
				_, response, err := client(t, given).GetMyUserInfo()
				if err == nil || err.Error() != says || response.StatusCode != http.StatusUnauthorized {
					t.Errorf("token %q: %v", given, err)
				}
			}
		})
	}
}

func TestScopes(t *testing.T) {
	const refused = "token does not have at least one of required scope(s): "

	for _, test := range []struct {
		scopes               []string
		user, read, register string
	}{
		{nil, "", "", ""},
		{[]string{"all"}, "", "", ""},
		{[]string{"read:user", "write:repository"}, "", "", ""},
		{[]string{"write:user", "read:repository"}, "", "", refused + "[write:repository]"},
		{[]string{"write:repository"}, refused + "[read:user]", "", ""},
		{[]string{"read:user"}, "", refused + "[read:repository]", refused + "[write:repository]"},
	} {
		t.Run(strings.Join(test.scopes, ","), func(t *testing.T) {
			startWith(t, func(c *githost.Config) { c.Tokens[0].Scopes = test.scopes })

			api := client(t, token)
			_, _, user := api.GetMyUserInfo()
			_, _, read := api.GetRepo("homelab", "fluxcd-demo")
			_, _, register := api.CreateDeployKey("homelab", "fluxcd-demo", gitea.CreateKeyOption{Title: "flux", Key: newKey(t).public})

			for what, outcome := range map[string]struct {
				got  error
				want string
			}{"user": {user, test.user}, "repository": {read, test.read}, "key": {register, test.register}} {
				if got := text(outcome.got); got != outcome.want {
					t.Errorf("%s: %q, want %q", what, got, outcome.want)
				}
			}
		})
	}
}

// letIn has the token belong to another user than the owner.
func letIn(c *githost.Config, access string) {
	c.Tokens[0].User = "me"
	c.Repositories[0].Access = map[string]string{"me": access}
}

func TestOnlyAdministratorsRegisterKeys(t *testing.T) {
	t.Run("nobody", func(t *testing.T) {
		startWith(t, func(c *githost.Config) { c.Tokens[0].User = "me" })

		if _, response, err := client(t, token).GetRepo("homelab", "fluxcd-demo"); err == nil || response.StatusCode != http.StatusNotFound {
			t.Errorf("a repository of somebody else: %v", err)
		}
	})

	for access, push := range map[string]bool{"read": false, "write": true} {
		t.Run(access, func(t *testing.T) {
			startWith(t, func(c *githost.Config) { letIn(c, access) })

			api := client(t, token)
			if found, _, err := api.GetRepo("homelab", "fluxcd-demo"); err != nil || found.Permissions.Admin || found.Permissions.Push != push {
				t.Errorf("the repository is %+v, error %v", found, err)
			}

			_, response, err := api.CreateDeployKey("homelab", "fluxcd-demo", gitea.CreateKeyOption{Title: "flux", Key: newKey(t).public})
			if text(err) != "user should be an owner or a collaborator with admin write of a repository" || response.StatusCode != http.StatusForbidden {
				t.Errorf("a key: %v", err)
			}
		})
	}
}

func TestWhatTakesNoPush(t *testing.T) {
	for what, test := range map[string]struct {
		change    func(*githost.Config)
		http, ssh string
	}{
		"an archived repository":       {func(c *githost.Config) { c.Repositories[0].Archived = true }, "authorization failed", "Repo: homelab/fluxcd-demo is archived."},
		"a user who may read":          {func(c *githost.Config) { letIn(c, "read") }, "authorization failed", ""},
		"a token to read repositories": {func(c *githost.Config) { c.Tokens[0].Scopes = []string{"read:repository"} }, "authorization failed", ""},
		"nothing":                      {func(*githost.Config) {}, "", ""},
	} {
		t.Run(what, func(t *testing.T) {
			user := newKey(t)
			server := startWith(t, test.change, user)

			for url, way := range map[string]struct {
				auth transport.AuthMethod
				says string
			}{
				httpURL: {&gogithttp.BasicAuth{Username: "me", Password: token}, test.http},
				sshURL:  {login(t, server, user), test.ssh},
			} {
				cloned, err := clone(way.auth, url, 0)
				if err != nil {
					t.Fatal(err)
				}

				commit(t, cloned, "over-"+url[:3])

				err = cloned.Push(&git.PushOptions{Auth: way.auth, Force: true})
				if (err != nil) != (way.says != "") || !strings.Contains(text(err), way.says) {
					t.Errorf("a push to %s: %v", url, err)
				}
			}
		})
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}

	return err.Error()
}
