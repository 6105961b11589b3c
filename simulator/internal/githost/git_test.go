package githost_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"code.gitea.io/sdk/gitea"
	"github.com/go-git/go-billy/v5/memfs"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/transport"
	gogithttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	gogitssh "github.com/go-git/go-git/v5/plumbing/transport/ssh"
	"github.com/go-git/go-git/v5/storage/memory"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/githost"
)

const (
	sshURL  = "ssh://git@" + sshAddress + "/homelab/fluxcd-demo.git"
	httpURL = "http://" + address + "/homelab/fluxcd-demo.git"
)

// login is what a client logs in with over ssh; it knows the key of the server.
func login(t *testing.T, server *githost.Server, with key) transport.AuthMethod {
	t.Helper()

	callback, err := gogitssh.NewKnownHostsCallback(server.KnownHosts())
	if err != nil {
		t.Fatal(err)
	}

	return &gogitssh.PublicKeys{User: "git", Signer: with.signer, HostKeyCallbackHelper: gogitssh.HostKeyCallbackHelper{HostKeyCallback: callback}}
}

func clone(auth transport.AuthMethod, url string, depth int) (*git.Repository, error) {
	return git.Clone(memory.NewStorage(), memfs.New(), &git.CloneOptions{URL: url, Auth: auth, Depth: depth, SingleBranch: true})
}

func commit(t *testing.T, in *git.Repository, path string) {
	t.Helper()

	tree, err := in.Worktree()
	if err != nil {
		t.Fatal(err)
	}

	file, err := tree.Filesystem.Create(path)
	if err != nil {
		t.Fatal(err)
	}

	if _, err := file.Write([]byte(path)); err != nil {
		t.Fatal(err)
	}

	if err := file.Close(); err != nil {
		t.Fatal(err)
	}

	if _, err := tree.Add(path); err != nil {
		t.Fatal(err)
	}

	if _, err := tree.Commit("add "+path, &git.CommitOptions{Author: &object.Signature{Name: "flux", When: time.Unix(0, 0)}}); err != nil {
		t.Fatal(err)
	}
}

func addDeployKey(t *testing.T, repository string, added key, readOnly bool) {
	t.Helper()

	option := gitea.CreateKeyOption{Title: t.Name(), Key: added.public, ReadOnly: readOnly}
	if _, _, err := client(t, token).CreateDeployKey("homelab", repository, option); err != nil {
		t.Fatal(err)
	}
}

// How the stand-in of Flux works: clone, commit, push, and later again.
func TestCloneAndPush(t *testing.T) {
	deploy, user := newKey(t), newKey(t)
	server, recorder := start(t, user)
	addDeployKey(t, "fluxcd-demo", deploy, false)

	for name, test := range map[string]struct {
		url  string
		auth transport.AuthMethod
	}{
		"ssh-deploy-key": {sshURL, login(t, server, deploy)},
		"ssh-user":       {sshURL, login(t, server, user)},
		"http":           {httpURL, &gogithttp.BasicAuth{Username: "git", Password: token}},
	} {
		for _, depth := range []int{0, 1} {
			cloned, err := clone(test.auth, test.url, depth)
			if err != nil {
				t.Fatalf("%s, depth %d: %v", name, depth, err)
			}

			path := "clusters/" + name + strings.Repeat("-shallow", depth) + ".yaml"
			commit(t, cloned, path)

			if err := cloned.Push(&git.PushOptions{Auth: test.auth}); err != nil {
				t.Fatalf("%s, depth %d: push: %v", name, depth, err)
			}

			pushed, err := cloned.Head()
			if err != nil {
				t.Fatal(err)
			}

			if state := inventory(t, server); state.Head != pushed.Hash().String() || !slices.Contains(state.Files, path) {
				t.Errorf("%s, depth %d: the repository is %+v, pushed was %s", name, depth, state, pushed.Hash())
			}
		}
	}

	succeeded := func() (commands []string) {
		for _, call := range recorder.Calls(0) {
			if call.Method == "exec" && call.Service == calls.Git && call.Status == "0" {
				commands = append(commands, call.Path)
			}
		}

		return commands
	}

	fetch, push := "git-upload-pack '/homelab/fluxcd-demo.git'", "git-receive-pack '/homelab/fluxcd-demo.git'"
	want := []string{fetch, push, fetch, push, fetch, push, fetch, push}

	// a client knows of the end of its command before the journal does
	for start := time.Now(); len(succeeded()) < len(want) && time.Since(start) < 5*time.Second; time.Sleep(10 * time.Millisecond) {
	}

	if commands := succeeded(); !slices.Equal(commands, want) {
		t.Errorf("the journal has %q", commands)
	}
}

func TestAPushBehindAnotherOneIsRefused(t *testing.T) {
	user := newKey(t)
	server, _ := start(t, user)
	auth := login(t, server, user)

	first, err := clone(auth, sshURL, 0)
	if err != nil {
		t.Fatal(err)
	}

	second, err := clone(auth, sshURL, 0)
	if err != nil {
		t.Fatal(err)
	}

	commit(t, first, "first")
	commit(t, second, "second")

	if err := first.Push(&git.PushOptions{Auth: auth}); err != nil {
		t.Fatal(err)
	}

	if err := second.Push(&git.PushOptions{Auth: auth}); err == nil || !strings.Contains(err.Error(), "non-fast-forward") {
		t.Errorf("the second push: %v", err)
	}

	// it fetches what is new with what it has
	if err := second.Fetch(&git.FetchOptions{Auth: auth}); err != nil {
		t.Error(err)
	}

	if files := inventory(t, server).Files; !slices.Equal(files, []string{"README.md", "first"}) {
		t.Errorf("the files are %v", files)
	}
}

func TestWhatKeysMayDo(t *testing.T) {
	readOnly, other, nobody, removed := newKey(t), newKey(t), newKey(t), newKey(t)
	server, _ := start(t)
	addDeployKey(t, "fluxcd-demo", readOnly, true)
	addDeployKey(t, "other", other, false)

	cloned, err := clone(login(t, server, readOnly), sshURL, 0)
	if err != nil {
		t.Fatal(err)
	}

	commit(t, cloned, "x")

	if err := cloned.Push(&git.PushOptions{Auth: login(t, server, readOnly)}); err == nil || !strings.Contains(err.Error(), "is not authorized to write homelab/fluxcd-demo") {
		t.Errorf("push with a read-only key: %v", err)
	}

	option := gitea.CreateKeyOption{Title: "removed", Key: removed.public}
	if _, _, err := client(t, token).CreateDeployKey("homelab", "fluxcd-demo", option); err != nil {
		t.Fatal(err)
	}

	if _, err := clone(login(t, server, removed), sshURL, 0); err != nil {
		t.Error(err)
	}

	if _, err := client(t, token).DeleteDeployKey("homelab", "fluxcd-demo", 3); err != nil {
		t.Fatal(err)
	}

	root, _ := login(t, server, readOnly).(*gogitssh.PublicKeys)
	root.User = "root"

	for name, test := range map[string]struct {
		auth transport.AuthMethod
		url  string
		want string
	}{
		"key of another repository": {login(t, server, other), sshURL, "is not authorized to read homelab/fluxcd-demo"},
		"key of nobody":             {login(t, server, nobody), sshURL, "unable to authenticate"},
		"key that was removed":      {login(t, server, removed), sshURL, "unable to authenticate"},
		"another user":              {root, sshURL, "unable to authenticate"},
		"unknown repository":        {login(t, server, readOnly), "ssh://git@" + sshAddress + "/homelab/nothing.git", "Repository homelab/nothing not found"},
		"path that leaves":          {login(t, server, readOnly), "ssh://git@" + sshAddress + "/homelab/../../x.git", "write '/owner/name.git'"},
		"wrong token":               {&gogithttp.BasicAuth{Username: "git", Password: "wrong"}, httpURL, "authentication required"},
		"no token":                  {nil, httpURL, "authentication required"},
	} {
		if _, err := clone(test.auth, test.url, 0); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}

	if state := inventory(t, server); state.Head != firstCommit {
		t.Errorf("the repository is %+v", state)
	}
}

// The program git negotiates more than go-git does.
func TestTheProgramGit(t *testing.T) {
	user := newKey(t)
	server, _ := start(t, user)

	urls := map[string]string{"http": "http://git:" + token + "@" + address + "/homelab/fluxcd-demo.git"}
	if _, err := exec.LookPath("ssh"); err == nil {
		urls["ssh"] = sshURL
	}

	for name, url := range urls {
		directory := t.TempDir()
		run := func(arguments ...string) string {
			command := exec.CommandContext(t.Context(), "git", arguments...)
			command.Dir = directory
			command.Env = []string{
				"PATH=" + os.Getenv("PATH"), "HOME=" + directory, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
				"GIT_SSH_COMMAND=ssh -F none -i " + user.private + " -o IdentitiesOnly=yes -o UserKnownHostsFile=" + server.KnownHosts(),
				"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a",
			}

			output, err := command.CombinedOutput()
			if err != nil {
				t.Fatalf("%s: git %s: %v\n%s", name, strings.Join(arguments, " "), err, output)
			}

			return strings.TrimSpace(string(output))
		}

		run("clone", "--quiet", url, "one")
		run("clone", "--quiet", "--depth=1", url, "two")

		if err := os.WriteFile(filepath.Join(directory, "one", name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}

		run("-C", "one", "add", name)
		run("-C", "one", "commit", "--quiet", "-m", name)
		run("-C", "one", "push", "--quiet")
		run("-C", "two", "pull", "--quiet")

		if got, want := run("-C", "two", "rev-parse", "HEAD"), inventory(t, server).Head; got != want {
			t.Errorf("%s: pulled %s, the repository is at %s", name, got, want)
		}
	}
}

func TestFaults(t *testing.T) {
	user := newKey(t)
	server, recorder := start(t, user)
	auth := login(t, server, user)

	for _, fault := range []calls.Rule{
		{Service: calls.Git, Path: "git-upload-pack .*", Times: 1, Action: calls.ActionStatus, Message: "the disk is full"},
		{Service: calls.Git, Path: "git-upload-pack .*", Times: 1, Action: calls.ActionDrop},
		{Service: calls.Git, Path: "/homelab/.*", Times: 1, Action: calls.ActionStatus},
	} {
		recorder.ClearFaults()

		if err := recorder.AddFaults(fault); err != nil {
			t.Fatal(err)
		}

		if fault.Path == "/homelab/.*" {
			if _, err := clone(&gogithttp.BasicAuth{Username: "git", Password: token}, httpURL, 0); err == nil {
				t.Errorf("a clone that meets %+v works", fault)
			}

			continue
		}

		if _, err := clone(auth, sshURL, 0); err == nil || !strings.Contains(err.Error(), fault.Message) {
			t.Errorf("a clone that meets %+v ends with %v", fault, err)
		}
	}

	recorder.ClearFaults()

	cloned, err := clone(auth, sshURL, 0)
	if err != nil {
		t.Fatal(err)
	}

	commit(t, cloned, "held")

	if err := recorder.AddFaults(calls.Rule{Service: calls.Git, Path: "git-receive-pack .*", Action: calls.ActionHold}); err != nil {
		t.Fatal(err)
	}

	pushed := make(chan error, 1)

	go func() { pushed <- cloned.Push(&git.PushOptions{Auth: auth}) }()

	within, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()

	held, err := recorder.AwaitHeld(within)
	if err != nil || held.Status != "0" {
		t.Fatalf("held is %+v, error %v", held, err)
	}

	if files := inventory(t, server).Files; !slices.Contains(files, "held") {
		t.Errorf("while its answer is held the push is not there: %v", files)
	}

	select {
	case err := <-pushed:
		t.Errorf("the held push ended with %v", err)
	default:
	}

	recorder.ClearFaults()

	if err := <-pushed; err != nil {
		t.Error(err)
	}
}

func TestCloseEndsWhatIsUnderWay(t *testing.T) {
	user := newKey(t)
	server, recorder := start(t, user)

	if err := recorder.AddFaults(calls.Rule{Service: calls.Git, Action: calls.ActionHang}); err != nil {
		t.Fatal(err)
	}

	cloned := make(chan error, 1)

	go func() {
		_, err := clone(login(t, server, user), sshURL, 0)
		cloned <- err
	}()

	for len(recorder.Calls(0)) == 0 {
		time.Sleep(time.Millisecond)
	}

	server.Close()

	if err := <-cloned; err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the clone ended with %v", err)
	}
}
