package kubernetes

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	dynamicfake "k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
)

// commits stands in for the Git host: heads by branch, and the folder that each of them has.
type commits map[string]string

func (c commits) Head(_, branch string, credentials GitCredentials) (string, error) {
	if string(credentials.Identity) != "key" {
		return "", errors.New("ssh: no key found")
	}

	if c[branch] == "" {
		return "", fmt.Errorf("couldn't find remote ref %q", "refs/heads/"+branch)
	}

	return c[branch], nil
}

func (c commits) HasFolder(_, _, folder string) (bool, error) { return folder == "clusters/demo", nil }

func fluxObject(resource schema.GroupVersionResource, kind string, spec map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": resource.GroupVersion().String(), "kind": kind,
		"metadata": map[string]any{"name": "flux-system", "namespace": "flux-system", "generation": int64(2), "uid": "01234567-89ab"},
		"spec":     spec,
	}}
}

func gitRepository(branch string) *unstructured.Unstructured {
	return fluxObject(gitRepositories, "GitRepository", map[string]any{
		"url": "ssh://git@git.example/a/b.git", "ref": map[string]any{"branch": branch}, "secretRef": map[string]any{"name": "flux-system"},
	})
}

func kustomization(path string) *unstructured.Unstructured {
	return fluxObject(kustomizations, "Kustomization", map[string]any{
		"path": path, "sourceRef": map[string]any{"kind": "GitRepository", "name": "flux-system"},
	})
}

// fluxCluster is a cluster in which Flux has these objects.
func fluxCluster(t *testing.T, objects ...runtime.Object) *session {
	t.Helper()

	controllers := []runtime.Object{&corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: "flux-system", Namespace: "flux-system"}, Data: map[string][]byte{"identity": []byte("key")},
	}}

	for _, name := range []string{sourceController, kustomizeController} {
		controllers = append(controllers, &appsv1.Deployment{
			ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "flux-system"},
			Status: appsv1.DeploymentStatus{Conditions: []appsv1.DeploymentCondition{
				{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue},
			}},
		})
	}

	client := fake.NewClientset(controllers...)
	s := &session{
		client: client, informers: informers.NewSharedInformerFactory(client, 0),
		dynamic: dynamicfake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(),
			map[schema.GroupVersionResource]string{gitRepositories: "GitRepositoryList", kustomizations: "KustomizationList"}, objects...),
	}

	s.informers.Apps().V1().Deployments().Informer()
	s.informers.Start(t.Context().Done())
	s.informers.WaitForCacheSync(t.Context().Done())

	return s
}

// fluxText is what is said of both objects.
func fluxText(t *testing.T, s *session) string {
	t.Helper()

	all := ""

	for _, resource := range []schema.GroupVersionResource{gitRepositories, kustomizations} {
		found, err := s.dynamic.Resource(resource).Namespace("flux-system").Get(t.Context(), "flux-system", metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}

		observed, _, _ := unstructured.NestedInt64(found.Object, "status", "observedGeneration")
		all += fmt.Sprintf("%s %d %s%s", found.GetKind(), observed,
			text(found, "status", "artifact", "revision"), text(found, "status", "lastAppliedRevision"))

		conditions, _, _ := unstructured.NestedSlice(found.Object, "status", "conditions")
		for _, one := range conditions {
			condition, _ := one.(map[string]any)
			all += fmt.Sprintf(", %s=%s %s: %s", condition["type"], condition["status"], condition["reason"], condition["message"])
		}

		all += " (" + statusByKstatus(t, found, found.GroupVersionKind()) + ")\n"
	}

	return all
}

func TestFlux(t *testing.T) {
	first, second := strings.Repeat("1", 40), strings.Repeat("2", 40)
	s := fluxCluster(t, gitRepository("main"), kustomization("./clusters/demo"))
	ready := func(commit string) string {
		return strings.ReplaceAll("GitRepository 2 main@sha1:~, Ready=True Succeeded: stored artifact for revision 'main@sha1:~', "+
			"ArtifactInStorage=True Succeeded: stored artifact for revision 'main@sha1:~' (Current)\n"+
			"Kustomization 2 main@sha1:~, Ready=True ReconciliationSucceeded: Applied revision: main@sha1:~ (Current)\n", "~", commit)
	}

	for _, head := range []string{first, second} {
		if err := syncFlux(t.Context(), s, commits{"main": head}); err != nil {
			t.Fatal(err)
		}

		if got := fluxText(t, s); got != ready(head) {
			t.Error(got)
		}
	}

	// the branch goes, what was fetched stays
	if err := syncFlux(t.Context(), s, commits{}); err != nil {
		t.Fatal(err)
	}

	message := `failed to checkout and determine revision: unable to clone 'ssh://git@git.example/a/b.git': couldn't find remote ref "refs/heads/main"`
	if got := fluxText(t, s); !strings.Contains(got, "Ready=False GitOperationFailed: "+message) || !strings.Contains(got, "FetchFailed=True GitOperationFailed") ||
		!strings.Contains(got, "GitRepository 2 main@sha1:"+second) || !strings.Contains(got, "Kustomization 2 main@sha1:"+second) {
		t.Error(got)
	}

	if err := syncFlux(t.Context(), s, commits{"main": second}); err != nil {
		t.Fatal(err)
	}

	if got := fluxText(t, s); got != ready(second) {
		t.Error(got)
	}
}

func TestFluxIsNotReady(t *testing.T) {
	head := commits{"main": strings.Repeat("1", 40)}
	waiting := kustomization("clusters/demo")
	_ = unstructured.SetNestedSlice(waiting.Object, []any{map[string]any{"name": "apps"}}, "spec", "dependsOn")

	for name, test := range map[string]struct {
		source, kustomization *unstructured.Unstructured
		wanted                []string
	}{
		"no branch": {gitRepository("nope"), kustomization("clusters/demo"), []string{
			`GitRepository -1 , Ready=False GitOperationFailed: failed to checkout and determine revision: unable to clone 'ssh://git@git.example/a/b.git': couldn't find remote ref "refs/heads/nope"`,
			"Kustomization -1 , Ready=False ArtifactFailed: Source artifact not found, retrying in 30s",
		}},
		"no path": {gitRepository("main"), kustomization("./clusters/nope"), []string{
			"Kustomization -1 , Ready=False ArtifactFailed: kustomization path not found: stat /tmp/kustomization-01234567/clusters/nope: no such file or directory",
		}},
		"no dependency": {gitRepository("main"), waiting, []string{"Kustomization -1 , Ready=False DependencyNotReady: dependency 'flux-system/apps' is not ready"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := fluxCluster(t, test.source, test.kustomization)
			if err := syncFlux(t.Context(), s, head); err != nil {
				t.Fatal(err)
			}

			got := fluxText(t, s)
			for _, wanted := range test.wanted {
				if !strings.Contains(got, wanted) {
					t.Errorf("%s\nlacks %s", got, wanted)
				}
			}
		})
	}
}

func TestFluxWithoutSecret(t *testing.T) {
	s := fluxCluster(t, gitRepository("main"), kustomization("clusters/demo"))
	if err := s.client.CoreV1().Secrets("flux-system").Delete(t.Context(), "flux-system", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}

	if err := syncFlux(t.Context(), s, commits{}); err != nil {
		t.Fatal(err)
	}

	if got := fluxText(t, s); !strings.Contains(got, `Ready=False AuthenticationFailed: failed to get secret 'flux-system/flux-system': secrets "flux-system" not found`) {
		t.Error(got)
	}
}

// Objects that nobody reconciles have no status: suspended objects, and all of them while a controller does not run.
func TestFluxIsSilent(t *testing.T) {
	head := commits{"main": strings.Repeat("1", 40)}
	suspended := gitRepository("main")
	_ = unstructured.SetNestedField(suspended.Object, true, "spec", "suspend")

	for name, s := range map[string]*session{
		"suspended":     fluxCluster(t, suspended, kustomization("clusters/demo")),
		"no controller": fluxCluster(t, gitRepository("main"), kustomization("clusters/demo")),
	} {
		if name == "no controller" {
			s.informers = informers.NewSharedInformerFactory(fake.NewClientset(), 0)
			s.informers.Apps().V1().Deployments().Informer()
		}

		if err := syncFlux(t.Context(), s, head); err != nil {
			t.Fatal(err)
		}

		if got := fluxText(t, s); !strings.HasPrefix(got, "GitRepository 0 (") && !strings.HasPrefix(got, "GitRepository 0  (") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestFluxHandlesRequests(t *testing.T) {
	asked := gitRepository("main")
	asked.SetAnnotations(map[string]string{requestedAt: "2026-11-29T10:00:00Z"})
	s := fluxCluster(t, asked, kustomization("clusters/demo"))

	if err := syncFlux(t.Context(), s, commits{"main": strings.Repeat("1", 40)}); err != nil {
		t.Fatal(err)
	}

	found, err := s.dynamic.Resource(gitRepositories).Namespace("flux-system").Get(t.Context(), "flux-system", metav1.GetOptions{})
	if err != nil || text(found, "status", "lastHandledReconcileAt") != "2026-11-29T10:00:00Z" {
		t.Error(found, err)
	}

	// what has not changed is not written again
	before := len(s.dynamic.(*dynamicfake.FakeDynamicClient).Actions())
	if err := syncFlux(t.Context(), s, commits{"main": strings.Repeat("1", 40)}); err != nil {
		t.Fatal(err)
	}

	for _, action := range s.dynamic.(*dynamicfake.FakeDynamicClient).Actions()[before:] {
		if action.GetVerb() == "update" {
			t.Error(action)
		}
	}
}
