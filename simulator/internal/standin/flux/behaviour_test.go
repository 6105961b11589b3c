package flux_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/githost"
	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/flux"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

const (
	bootstrapGit = "flux_bootstrap_git"
	token        = "the-token"
	folder       = "clusters/demo/flux-system/"
)

// hosts gives each Git host an address of its own, so that no two tests meet.
var hosts atomic.Int32

// lab is a Git host, a cluster, and the key of one who may push.
type lab struct {
	host       *githost.Server
	directory  string
	web, shell string
	kubernetes *kubernetes
	privateKey string
}

func newLab(t *testing.T) *lab {
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

	number := hosts.Add(1)
	l := &lab{
		directory:  filepath.Join(t.TempDir(), "git"),
		web:        fmt.Sprintf("127.26.1.%d:3000", number),
		shell:      fmt.Sprintf("127.26.1.%d:2222", number),
		kubernetes: newKubernetes(t),
		privateKey: string(pem.EncodeToMemory(block)),
	}

	l.host, err = githost.Start(t.Context(), githost.Config{
		Listen: l.web, SSHListen: l.shell, Directory: l.directory, Tokens: []githost.Token{{Secret: token, User: "homelab"}},
		Repositories: []githost.Repository{{Owner: "homelab", Name: "demo", Branch: "main"}},
		Users:        map[string][]string{"git": {string(ssh.MarshalAuthorizedKey(signer.PublicKey()))}},
	}, calls.NewRecorder(io.Discard))
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(l.host.Close)

	l.kubernetes.head = func() string {
		states, err := l.host.Inventory()
		if err != nil {
			return err.Error()
		}

		return states[0].Head
	}

	return l
}

func (l *lab) ssh() standintest.Content {
	return standintest.Content{
		"git": standintest.Content{
			"url": "ssh://git@" + l.shell + "/homelab/demo.git", "branch": "main",
			"ssh": standintest.Content{"username": "git", "private_key": l.privateKey},
		},
		"kubernetes": standintest.Content{"host": l.kubernetes.URL},
	}
}

func (l *lab) http() standintest.Content {
	return standintest.Content{
		"git": standintest.Content{
			"url": "http://" + l.web + "/homelab/demo.git", "author_email": "flux@example.com", "commit_message_appendix": "[ci skip]",
			"http": standintest.Content{"username": "git", "password": token, "allow_insecure_http": true},
		},
		"kubernetes": standintest.Content{"host": l.kubernetes.URL},
	}
}

func (l *lab) provider(t *testing.T, config standintest.Content) *standintest.Provider {
	t.Helper()

	return standintest.New(t, standintest.Schema(t, "flux"), flux.Behaviour(), config)
}

func (l *lab) bare(t *testing.T) *git.Repository {
	t.Helper()

	opened, err := git.PlainOpen(filepath.Join(l.directory, "repositories", "homelab", "demo.git"))
	if err != nil {
		t.Fatal(err)
	}

	return opened
}

// log are the commits of the branch, the last one first.
func (l *lab) log(t *testing.T) []*object.Commit {
	t.Helper()

	opened := l.bare(t)

	head, err := opened.Reference(plumbing.NewBranchReferenceName("main"), true)
	if err != nil {
		t.Fatal(err)
	}

	history, err := opened.Log(&git.LogOptions{From: head.Hash()})
	if err != nil {
		t.Fatal(err)
	}

	var commits []*object.Commit

	history.ForEach(func(commit *object.Commit) error {
		commits = append(commits, commit)

		return nil
	})

	return commits
}

func (l *lab) messages(t *testing.T) []string {
	t.Helper()

	var messages []string
	for _, commit := range l.log(t) {
		messages = append(messages, commit.Message)
	}

	return messages[:len(messages)-1] // the first one is that of the host
}

// files are those of Flux in the branch.
func (l *lab) files(t *testing.T) map[string]string {
	t.Helper()

	tree, err := l.log(t)[0].Files()
	if err != nil {
		t.Fatal(err)
	}

	files := map[string]string{}

	tree.ForEach(func(file *object.File) error {
		if strings.Contains(file.Name, "/") {
			files[file.Name], err = file.Contents()
		}

		return err
	})

	return files
}

// push commits files as somebody else does.
func (l *lab) push(t *testing.T, files map[string]string) {
	t.Helper()

	folder := t.TempDir()

	cloned, err := git.PlainClone(folder, false, &git.CloneOptions{URL: filepath.Join(l.directory, "repositories", "homelab", "demo.git"), ReferenceName: "refs/heads/main"})
	if err != nil {
		t.Fatal(err)
	}

	tree, err := cloned.Worktree()
	if err != nil {
		t.Fatal(err)
	}

	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755); err != nil {
			t.Fatal(err)
		}

		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}

		tree.Add(name)
	}

	if _, err := tree.Commit("by hand", &git.CommitOptions{Author: &object.Signature{Name: "someone"}}); err != nil {
		t.Fatal(err)
	}

	if err := cloned.Push(&git.PushOptions{}); err != nil {
		t.Fatal(err)
	}
}

func config(more standintest.Content) standintest.Content {
	all := standintest.Content{"path": "clusters/demo", "embedded_manifests": true}
	maps.Copy(all, more)

	return all
}

func create(t *testing.T, p *standintest.Provider, more standintest.Content) standin.Values {
	t.Helper()

	state, said := p.Apply(bootstrapGit, nil, config(more))
	if said != nil {
		t.Fatal(said)
	}

	return state
}

func repositoryFiles(state standin.Values) map[string]string {
	files := map[string]string{}
	for name, content := range standin.Object(state["repository_files"]) {
		files[name] = standin.Text(content)
	}

	return files
}

func TestBootstrapInGitAndCluster(t *testing.T) {
	t.Parallel()

	for name, of := range map[string]func(*lab) standintest.Content{"ssh": (*lab).ssh, "http": (*lab).http} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			p := l.provider(t, of(l))
			state := create(t, p, nil)

			if want := []string{folder + "gotk-components.yaml", folder + "gotk-sync.yaml", folder + "kustomization.yaml"}; !slices.Equal(slices.Sorted(maps.Keys(l.files(t))), want) {
				t.Errorf("in Git there is %q", slices.Sorted(maps.Keys(l.files(t))))
			}

			if standin.Text(state["id"]) != "flux-system" || !maps.Equal(repositoryFiles(state), l.files(t)) {
				t.Errorf("id %s, files %q", state["id"], slices.Sorted(maps.Keys(repositoryFiles(state))))
			}

			controllers := []string{"helm-controller", "kustomize-controller", "notification-controller", "source-controller"}
			if got := l.kubernetes.names("/namespaces/flux-system/deployments/"); !slices.Equal(got, controllers) {
				t.Errorf("deployments %q", got)
			}

			if got := l.kubernetes.field(t, "/gitrepositories/flux-system", "spec", "url"); !strings.HasSuffix(got, "/homelab/demo.git") || !strings.HasPrefix(got, name+"://") {
				t.Errorf("the cluster follows %s", got)
			}

			if got := l.kubernetes.field(t, "/kustomizations/flux-system", "spec", "path"); got != "./clusters/demo" {
				t.Errorf("the cluster applies %s", got)
			}

			again, said := p.Refresh(bootstrapGit, state)
			if said != nil {
				t.Fatal(said)
			}

			if plan := p.Plan(bootstrapGit, again, config(nil)); plan.Replaces != nil || !maps.Equal(repositoryFiles(plan.Planned), repositoryFiles(state)) {
				t.Errorf("a second plan changes something")
			}
		})
	}
}

func TestCommits(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	create(t, l.provider(t, l.ssh()), nil)

	if want := []string{"Add Flux sync manifests", "Add Flux v2.8.5 component manifests"}; !slices.Equal(l.messages(t), want) {
		t.Errorf("commits %q", l.messages(t))
	}

	if author := l.log(t)[0].Author; author.Name != "Flux" || author.Email != "" {
		t.Errorf("author %v", author)
	}

	l = newLab(t)
	create(t, l.provider(t, l.http()), nil)

	if message := l.messages(t)[0]; message != "Add Flux sync manifests\n\n[ci skip]" || l.log(t)[0].Author.Email != "flux@example.com" {
		t.Errorf("commit %q by %v", message, l.log(t)[0].Author)
	}
}

func TestSecretOfTheRepository(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	create(t, l.provider(t, l.ssh()), nil)

	secret := func(name string) string { return l.kubernetes.field(t, "/secrets/flux-system", "stringData", name) }
	if secret("identity") != l.privateKey || !strings.HasPrefix(secret("identity.pub"), "ssh-ed25519 ") || !strings.HasPrefix(secret("known_hosts"), "["+strings.Replace(l.shell, ":", "]:", 1)+" ") {
		t.Errorf("the secret is not that of the key")
	}

	l = newLab(t)
	create(t, l.provider(t, l.http()), standintest.Content{"secret_name": "git"})

	if l.kubernetes.field(t, "/secrets/git", "stringData", "username") != "git" || l.kubernetes.field(t, "/secrets/git", "stringData", "password") != token {
		t.Errorf("the secret is not that of the user")
	}

	if got := l.kubernetes.field(t, "/gitrepositories/flux-system", "spec", "secretRef", "name"); got != "git" {
		t.Errorf("the cluster reads the secret %s", got)
	}

	l = newLab(t)
	create(t, l.provider(t, l.http()), standintest.Content{"disable_secret_creation": true})

	if got := l.kubernetes.field(t, "/secrets/flux-system", "stringData"); got != "map[]" {
		t.Errorf("a secret with something in it was made")
	}
}

func TestOptionsAreInWhatIsWritten(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	create(t, l.provider(t, l.ssh()), standintest.Content{
		"version": "v2.7.0", "embedded_manifests": false, "components": []string{"kustomize-controller", "source-controller"},
		"components_extra": []string{"image-reflector-controller"}, "interval": "90s", "registry": "registry.example/flux", "namespace": "flux",
		"cluster_domain": "lab.local", "log_level": "debug", "network_policy": false, "watch_all_namespaces": false, "image_pull_secret": "pull",
		"toleration_keys": []string{"dedicated"}, "recurse_submodules": true, "path": "./clusters/demo",
	})

	components, sync := l.files(t)["clusters/demo/flux/gotk-components.yaml"], l.files(t)["clusters/demo/flux/gotk-sync.yaml"]

	for _, c := range []struct {
		in   string
		want []string
		none []string
	}{
		{components, []string{
			"# Flux Version: v2.7.0", "# Components: kustomize-controller,source-controller,image-reflector-controller",
			`image: "registry.example/flux/source-controller:v2.7.0"`, "svc.lab.local./", "--log-level=debug", "--watch-all-namespaces=false",
			`- name: "pull"`, `- key: "dedicated"`, "imagepolicies.image.toolkit.fluxcd.io", `app.kubernetes.io/version: "v2.7.0"`,
		}, []string{"NetworkPolicy", "helmreleases", "notification-controller\n"}},
		{sync, []string{"interval: 1m30s", "recurseSubmodules: true", `path: "./clusters/demo"`, `namespace: "flux"`}, nil},
	} {
		for _, part := range c.want {
			if !strings.Contains(c.in, part) {
				t.Errorf("%q is missing", part)
			}
		}

		for _, part := range c.none {
			if strings.Contains(c.in, part) {
				t.Errorf("%q is there", part)
			}
		}
	}

	if message := l.messages(t)[1]; message != "Add Flux v2.7.0 component manifests" {
		t.Errorf("commit %q", message)
	}

	// what the provider carries is of one release, whatever version is written
	l = newLab(t)
	create(t, l.provider(t, l.ssh()), standintest.Content{"version": "v2.7.0"})

	if text := l.files(t)[folder+"gotk-components.yaml"]; !strings.Contains(text, `image: "ghcr.io/fluxcd/source-controller:v2.8.5"`) || !strings.Contains(text, "# Flux Version: v2.7.0") {
		t.Errorf("embedded manifests of another release:\n%s", text)
	}
}

func TestUpdateWritesAndApplies(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	p := l.provider(t, l.ssh())
	state := create(t, p, nil)

	state, said := p.Apply(bootstrapGit, state, config(standintest.Content{"interval": "5m0s"}))
	if said != nil || !strings.Contains(l.files(t)[folder+"gotk-sync.yaml"], "interval: 5m0s") {
		t.Fatalf("said %q", said)
	}

	if got := l.kubernetes.field(t, "/gitrepositories/flux-system", "spec", "interval"); got != "5m0s" || l.messages(t)[0] != "Update Flux manifests" {
		t.Errorf("the cluster looks every %s, commits %q", got, l.messages(t))
	}

	if !maps.Equal(repositoryFiles(state), l.files(t)) {
		t.Errorf("the state is not what is in Git")
	}

	// the folder that the cluster follows stays
	if _, said := p.Apply(bootstrapGit, state, config(standintest.Content{"path": "elsewhere", "interval": "5m0s"})); len(said) != 1 ||
		!strings.Contains(said[0], `sync path configuration ("./elsewhere") would overwrite path ("./clusters/demo") of existing Kustomization`) {
		t.Errorf("another path: %q", said)
	}
}

func TestWhatReplaces(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	p := l.provider(t, l.ssh())
	state := create(t, p, nil)

	for name, replaces := range map[string][]string{"namespace": {"namespace"}, "secret_name": {"secret_name"}, "version": nil, "log_level": nil, "path": nil} {
		value := map[string]string{"version": "v2.8.4", "log_level": "debug"}[name]
		if value == "" {
			value = "other"
		}

		if plan := p.Plan(bootstrapGit, state, config(standintest.Content{name: value})); !slices.Equal(plan.Replaces, replaces) {
			t.Errorf("%s replaces because of %q", name, plan.Replaces)
		}
	}
}

func TestDriftIsPutRight(t *testing.T) {
	t.Parallel()

	for name, drift := range map[string]func(l *lab){
		"a file was edited": func(l *lab) { l.push(t, map[string]string{folder + "gotk-sync.yaml": "# nothing\n"}) },
		"Flux is not in the cluster": func(l *lab) {
			clear(l.kubernetes.objects)
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			p := l.provider(t, l.ssh())
			state := create(t, p, nil)
			want := repositoryFiles(state)

			drift(l)

			found, said := p.Refresh(bootstrapGit, state)
			for _, sentence := range said {
				if !strings.HasPrefix(sentence, "WARNING") || !strings.Contains(sentence, "Flux resources GitRepository and Kustomization in flux-system namespace are not ready and Flux will be redeployed") {
					t.Fatal(said)
				}
			}

			if maps.Equal(repositoryFiles(found), want) {
				t.Fatal("the drift is not seen")
			}

			state, said = p.Apply(bootstrapGit, found, config(nil))
			if said != nil || !maps.Equal(repositoryFiles(state), want) || !maps.Equal(l.files(t), want) {
				t.Errorf("not put right, said %q", said)
			}

			if got := l.kubernetes.names("/namespaces/flux-system/deployments/"); len(got) != 4 {
				t.Errorf("deployments %q", got)
			}
		})
	}
}

func TestDestroy(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	p := l.provider(t, l.ssh())
	state := create(t, p, nil)

	if left, said := p.Destroy(bootstrapGit, state); left != nil || said != nil {
		t.Fatalf("left %v, said %q", left, said)
	}

	if files := l.files(t); len(files) > 0 || l.messages(t)[0] != "Uninstall Flux" {
		t.Errorf("in Git there is %q after %q", slices.Sorted(maps.Keys(files)), l.messages(t))
	}

	// in a namespace that is gone nothing stays, but this API does not clean up
	for _, part := range []string{"/deployments/", "/services/", "/serviceaccounts/", "/networkpolicies/", "/clusterroles/", "/clusterrolebindings/", "/customresourcedefinitions/"} {
		if left := l.kubernetes.names(part); left != nil {
			t.Errorf("in the cluster there is %s %q", part, left)
		}
	}

	if left := l.kubernetes.names("/api/v1/namespaces/flux-system"); !slices.Equal(left, []string{"flux-system"}) { // the secret
		t.Errorf("namespace %q", left)
	}

	// a second time there is nothing to remove, which the provider takes as a fault
	left, said := p.Destroy(bootstrapGit, state)
	if left == nil || len(said) != 1 || !strings.Contains(said[0], `namespaces "flux-system" not found`) || !strings.Contains(said[0], "no staged files") {
		t.Errorf("left %v, said %q", left, said)
	}
}

func TestDestroyLeavesWhatItIsToldTo(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	p := l.provider(t, l.ssh())
	state := create(t, p, standintest.Content{"keep_namespace": true, "delete_git_manifests": false})

	if left, said := p.Destroy(bootstrapGit, state); left != nil || said != nil {
		t.Fatalf("left %v, said %q", left, said)
	}

	if !maps.Equal(l.files(t), repositoryFiles(state)) {
		t.Error("the files are gone")
	}

	if l.kubernetes.field(t, "/api/v1/namespaces/flux-system", "kind") != "Namespace" {
		t.Error("the namespace is gone")
	}
}

func TestAnInterruptedBootstrapConverges(t *testing.T) {
	t.Parallel()

	for _, broken := range []string{
		"/apis/apiextensions.k8s.io", "/apis/apps", "/api/v1/namespaces/flux-system/secrets", "/apis/source.toolkit.fluxcd.io",
	} {
		l := newLab(t)
		p := l.provider(t, l.ssh())
		l.kubernetes.broken = broken

		state, said := p.Apply(bootstrapGit, nil, config(nil))
		if state != nil || len(said) != 1 || !strings.Contains(said[0], "Bootstrap run error") || !strings.Contains(said[0], "the test refuses") {
			t.Fatalf("%s: said %q", broken, said)
		}

		l.kubernetes.broken = ""

		if state = create(t, p, nil); !maps.Equal(repositoryFiles(state), l.files(t)) || len(l.messages(t)) != 2 {
			t.Errorf("%s: commits %q", broken, l.messages(t))
		}
	}
}

func TestGitOrClusterDown(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	p := l.provider(t, l.ssh())
	state := create(t, p, nil)

	l.kubernetes.Close()

	if _, said := p.Refresh(bootstrapGit, state); len(said) != 1 || !strings.Contains(said[0], "Kubernetes cluster") || !strings.Contains(said[0], "connection refused") {
		t.Errorf("cluster down: %q", said)
	}

	if left, said := p.Destroy(bootstrapGit, state); left == nil || len(said) != 1 || !strings.Contains(said[0], "Unable to remove flux-system namespace") {
		t.Errorf("cluster down at destroy: %q", said)
	}

	l.host.Close()

	for what, do := range map[string]func() []string{
		"read":   func() []string { _, said := p.Refresh(bootstrapGit, state); return said },
		"create": func() []string { _, said := p.Apply(bootstrapGit, nil, config(nil)); return said },
	} {
		if said := do(); len(said) != 1 || !strings.Contains(said[0], "Git Client: could not create git client: SSH key scan for host "+l.shell+" failed") {
			t.Errorf("Git down, %s: %q", what, said)
		}
	}
}

func TestTheComponentsAreWaitedFor(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	p := l.provider(t, l.ssh())
	l.kubernetes.pending = true

	state, said := p.Apply(bootstrapGit, nil, config(standintest.Content{"timeouts": standintest.Content{"create": "3s"}}))
	if state != nil || len(said) != 1 || !strings.Contains(said[0], "deployments/helm-controller not ready") {
		t.Errorf("%v, said %q", state, said)
	}
}

func TestKeysAndBranchesThatDoNotFit(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	stranger := newLab(t)

	for _, c := range []struct {
		name string
		git  standintest.Content
		says string
	}{
		{"a key that the host does not know", standintest.Content{"ssh": standintest.Content{"private_key": stranger.privateKey}}, "unable to authenticate"},
		{"no key at all", standintest.Content{"ssh": standintest.Content{"username": "git"}}, "ssh scheme cannot be used without private key"},
		{"something that is no key", standintest.Content{"ssh": standintest.Content{"private_key": "hidden"}}, "private key: ssh: no key found"},
		{"no settings for ssh", standintest.Content{"ssh": nil}, "git URL scheme is ssh but ssh configuration is empty"},
		{"a branch that is not there", standintest.Content{"branch": "other"}, `couldn't find remote ref "refs/heads/other"`},
		{"a repository that is not there", standintest.Content{"url": "ssh://git@" + l.shell + "/homelab/missing.git"}, "could not clone git repository: unable to clone 'ssh://git@" + l.shell + "/homelab/missing.git'"},
		{"a host elsewhere", standintest.Content{"url": "ssh://git@192.0.2.1/homelab/demo.git"}, "is not an address of 127.0.0.0/8"},
		{"another protocol", standintest.Content{"url": "git://" + l.shell + "/homelab/demo.git", "ssh": nil}, `scheme "git" is not supported`},
	} {
		settings := l.ssh()
		maps.Copy(settings["git"].(standintest.Content), c.git)

		state, said := l.provider(t, settings).Apply(bootstrapGit, nil, config(nil))
		if state != nil || len(said) != 1 || !strings.Contains(said[0], c.says) || strings.Contains(said[0], "hidden") {
			t.Errorf("%s: said %q", c.name, said)
		}
	}

	if len(l.messages(t)) > 0 || l.kubernetes.names("/") != nil {
		t.Error("something was made all the same")
	}
}

func TestAnEmptyRepositoryIsRefused(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	if err := l.bare(t).Storer.RemoveReference("refs/heads/main"); err != nil {
		t.Fatal(err)
	}

	if _, said := l.provider(t, l.ssh()).Apply(bootstrapGit, nil, config(nil)); len(said) != 1 || !strings.Contains(said[0], "push a first commit to its branch main") {
		t.Errorf("said %q", said)
	}
}

func TestAKustomizationOfSomebodyElseIsRefused(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	l.push(t, map[string]string{folder + "kustomization.yaml": "resources: []\n"})

	if _, said := l.provider(t, l.ssh()).Apply(bootstrapGit, nil, config(nil)); len(said) != 1 || !strings.Contains(said[0], "what kustomize makes of it is not modelled") {
		t.Errorf("said %q", said)
	}
}

func TestHangingHostEndsInTime(t *testing.T) {
	t.Parallel()

	l := newLab(t)

	listener, err := net.Listen("tcp4", "127.26.0.3:0")
	if err != nil {
		t.Fatal(err)
	}

	defer listener.Close()

	settings := l.ssh()
	settings["git"].(standintest.Content)["url"] = "ssh://git@" + listener.Addr().String() + "/homelab/demo.git"

	_, said := l.provider(t, settings).Apply(bootstrapGit, nil, config(standintest.Content{"timeouts": standintest.Content{"create": "100ms"}}))
	if len(said) != 1 || !strings.Contains(said[0], "SSH key scan for host "+listener.Addr().String()+" failed") {
		t.Errorf("said %q", said)
	}
}
