package kubernetes

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Git is a Git host as Flux sees it from within a cluster.
type Git interface {
	// Head is the commit of a branch. The error is what a clone fails with.
	Head(url, branch string, credentials GitCredentials) (string, error)
	// HasFolder says whether there is a folder in a commit.
	HasFolder(url, commit, folder string) (bool, error)
}

// GitCredentials are those of the secret that a GitRepository names.
type GitCredentials struct {
	// Identity is a private key of ssh.
	Identity []byte
	Username string
	Password string
}

const (
	// fluxInterval is how often the repositories are looked at, whatever interval an object has: as if the Git host reported
	// each push.
	fluxInterval = 500 * time.Millisecond

	sourceController    = "source-controller"
	kustomizeController = "kustomize-controller"
	requestedAt         = "reconcile.fluxcd.io/requestedAt"
)

var (
	gitRepositories = schema.GroupVersionResource{Group: "source.toolkit.fluxcd.io", Version: "v1", Resource: "gitrepositories"}
	kustomizations  = schema.GroupVersionResource{Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Resource: "kustomizations"}
)

// fluxSync stands in for the source-controller and the kustomize-controller of Flux: it says of GitRepositories and
// Kustomizations what they would say, and applies nothing.
type fluxSync struct {
	session *session
	git     Git
	now     metav1.Time
	// sources are the repositories as they are after this step, by namespace and name.
	sources map[string]*unstructured.Unstructured
	faults  []error
}

func syncFlux(ctx context.Context, s *session, git Git) error {
	f := &fluxSync{session: s, git: git, now: metav1.Now(), sources: map[string]*unstructured.Unstructured{}}

	for _, kind := range []struct {
		resource   schema.GroupVersionResource
		controller string
		reconcile  func(context.Context, *unstructured.Unstructured) error
	}{
		{gitRepositories, sourceController, f.reconcileSource},
		{kustomizations, kustomizeController, f.reconcileKustomization},
	} {
		found, err := s.dynamic.Resource(kind.resource).List(ctx, metav1.ListOptions{})
		if apierrors.IsNotFound(err) {
			continue // Flux is not installed
		}

		if err != nil {
			return err
		}

		isUp, err := f.isUp(kind.controller)
		if err != nil {
			return err
		}

		for index := range found.Items {
			object := &found.Items[index]
			if isUp && object.GetDeletionTimestamp() == nil && !isSuspended(object) {
				f.reconcile(ctx, kind.resource, object, kind.reconcile)
			}

			if kind.resource == gitRepositories {
				f.sources[object.GetNamespace()+"/"+object.GetName()] = object
			}
		}
	}

	return errors.Join(f.faults...)
}

// isUp says whether a controller of Flux runs; where it does not, nobody writes a status.
func (f *fluxSync) isUp(name string) (bool, error) {
	deployments, err := f.session.informers.Apps().V1().Deployments().Lister().List(labels.Everything())

	return slices.ContainsFunc(deployments, func(deployment *appsv1.Deployment) bool {
		available := conditionOf(&deployment.Status, appsv1.DeploymentAvailable)

		return deployment.Name == name && available != nil && available.Status == corev1.ConditionTrue
	}), err
}

func isSuspended(object *unstructured.Unstructured) bool {
	suspended, _, _ := unstructured.NestedBool(object.Object, "spec", "suspend")

	return suspended
}

func (f *fluxSync) reconcile(
	ctx context.Context, resource schema.GroupVersionResource, object *unstructured.Unstructured,
	reconcile func(context.Context, *unstructured.Unstructured) error,
) {
	before := object.DeepCopy()
	if err := reconcile(ctx, object); err != nil {
		f.faults = append(f.faults, fmt.Errorf("%s %s/%s: %w", object.GetKind(), object.GetNamespace(), object.GetName(), err))

		return
	}

	if equality.Semantic.DeepEqual(before.Object["status"], object.Object["status"]) {
		return
	}

	_, err := f.session.dynamic.Resource(resource).Namespace(object.GetNamespace()).UpdateStatus(ctx, object, metav1.UpdateOptions{})
	if err != nil && !isPassing(err) {
		f.faults = append(f.faults, fmt.Errorf("%s %s/%s: %w", object.GetKind(), object.GetNamespace(), object.GetName(), err))
	}
}

func (f *fluxSync) reconcileSource(ctx context.Context, object *unstructured.Unstructured) error {
	status := newFluxStatus(object, f.now)
	url := text(object, "spec", "url")

	reference, _, _ := unstructured.NestedStringMap(object.Object, "spec", "ref")
	branch := reference["branch"]

	delete(reference, "branch")

	if len(reference) > 0 {
		return fmt.Errorf("spec.ref.%s is not modelled by the simulator; it follows branches", sortedKeys(reference)[0])
	}

	if branch == "" {
		branch = "master" // the default of Flux
	}

	credentials, err := f.credentials(ctx, object)
	if err != nil {
		status.fetchFailed("AuthenticationFailed", err.Error())

		return nil
	}

	commit, err := f.git.Head(url, branch, credentials)
	if err != nil {
		status.fetchFailed("GitOperationFailed", fmt.Sprintf("failed to checkout and determine revision: unable to clone '%s': %v", url, err))

		return nil
	}

	revision := branch + "@sha1:" + commit
	status.artifact(revision, commit)
	status.succeeded("Succeeded", fmt.Sprintf("stored artifact for revision '%s'", revision), "Ready", "ArtifactInStorage")

	return nil
}

func (f *fluxSync) credentials(ctx context.Context, object *unstructured.Unstructured) (GitCredentials, error) {
	name := text(object, "spec", "secretRef", "name")
	if name == "" {
		return GitCredentials{}, nil
	}

	secret, err := f.session.client.CoreV1().Secrets(object.GetNamespace()).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return GitCredentials{}, fmt.Errorf("failed to get secret '%s/%s': %w", object.GetNamespace(), name, err)
	}

	return GitCredentials{
		Identity: secret.Data["identity"], Username: string(secret.Data["username"]), Password: string(secret.Data["password"]),
	}, nil
}

func (f *fluxSync) reconcileKustomization(ctx context.Context, object *unstructured.Unstructured) error {
	status := newFluxStatus(object, f.now)

	if kind := text(object, "spec", "sourceRef", "kind"); kind != "GitRepository" {
		return fmt.Errorf("spec.sourceRef.kind %s is not modelled by the simulator; it follows a GitRepository", kind)
	}

	name, namespace := text(object, "spec", "sourceRef", "name"), text(object, "spec", "sourceRef", "namespace")
	if namespace == "" {
		namespace = object.GetNamespace()
	}

	source := f.sources[namespace+"/"+name]
	if source == nil {
		status.failed("ArtifactFailed", fmt.Sprintf("%s %q not found", gitRepositories.GroupResource(), name))

		return nil
	}

	revision := text(source, "status", "artifact", "revision")
	if revision == "" {
		status.failed("ArtifactFailed", "Source artifact not found, retrying in 30s")

		return nil
	}

	if dependency := f.unready(ctx, object, source); dependency != "" {
		status.failed("DependencyNotReady", fmt.Sprintf("dependency '%s' is not ready", dependency))

		return nil
	}

	folder := path.Join("/", text(object, "spec", "path"))[1:]

	isThere, err := f.git.HasFolder(text(source, "spec", "url"), revision[len(revision)-40:], folder)
	if err != nil {
		return err
	}

	if !isThere {
		status.failed("ArtifactFailed", fmt.Sprintf("kustomization path not found: stat /tmp/kustomization-%s/%s: no such file or directory",
			object.GetUID()[:8], folder))

		return nil
	}

	status.set("lastAttemptedRevision", revision)
	status.set("lastAppliedRevision", revision)
	status.set("inventory", map[string]any{"entries": []any{}})
	status.succeeded("ReconciliationSucceeded", "Applied revision: "+revision, "Ready")

	return nil
}

// unready is the first Kustomization that another one waits for; empty if there is none.
func (f *fluxSync) unready(ctx context.Context, object, source *unstructured.Unstructured) string {
	dependencies, _, _ := unstructured.NestedSlice(object.Object, "spec", "dependsOn")

	for _, one := range dependencies {
		dependency, _ := one.(map[string]any)
		name, _ := dependency["name"].(string)

		namespace, _ := dependency["namespace"].(string)
		if namespace == "" {
			namespace = object.GetNamespace()
		}

		there, err := f.session.dynamic.Resource(kustomizations).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil || !isFluxReady(there) || text(there, "status", "lastAppliedRevision") != text(source, "status", "artifact", "revision") {
			return namespace + "/" + name
		}
	}

	return ""
}

func isFluxReady(object *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")

	return slices.ContainsFunc(conditions, func(one any) bool {
		condition, _ := one.(map[string]any)

		return condition["type"] == "Ready" && condition["status"] == "True" && condition["observedGeneration"] == object.GetGeneration()
	})
}

func text(object *unstructured.Unstructured, fields ...string) string {
	value, _, _ := unstructured.NestedString(object.Object, fields...)

	return value
}
