package flux

import (
	"context"
	"errors"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	aggregate "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apimachinery/pkg/util/wait"
)

// followed is an object by which Flux follows the repository.
type followed struct {
	kind     string
	resource schema.GroupVersionResource
	// revision is where its status has the commit that it has come to.
	revision []string
}

var follows = []followed{
	{"GitRepository", gitRepositories, []string{"status", "artifact", "revision"}},
	{"Kustomization", kustomizations, []string{"status", "lastAttemptedRevision"}},
}

// reportHealth waits until the components are up and Flux has come to a commit. A wait that fails does not keep back the
// others, as in the provider, which waits for the components last and gives them as much time again.
func (c *cluster) reportHealth(ctx context.Context, o options, revision string) error {
	var components, faults []error

	for _, component := range o.Components {
		components = append(components, c.await(ctx, deployments, o.Namespace, component, "Available"))
	}

	for _, of := range follows {
		faults = append(faults, c.awaitRevision(ctx, of, o, revision))
	}

	if failed := aggregate.NewAggregate(append(faults, errors.Join(components...))); failed != nil {
		return fmt.Errorf("bootstrap failed with %d health check failure(s): %w", len(failed.Errors()), failed)
	}

	return nil
}

// awaitRevision waits for an object that is ready with a revision; one that is not ready is not waited for.
func (c *cluster) awaitRevision(ctx context.Context, of followed, o options, revision string) error {
	var last *unstructured.Unstructured

	err := wait.PollUntilContextCancel(ctx, pollInterval, true, func(ctx context.Context) (bool, error) {
		object, err := c.of(of.resource, o.Namespace).Get(ctx, o.Namespace, metav1.GetOptions{})
		if err != nil {
			return false, err
		}

		last = object

		return of.hasCome(object, revision)
	})
	if err == nil {
		return nil
	}

	if errors.Is(err, context.DeadlineExceeded) && last != nil {
		if status, message := conditionOf(last, "Ready"); status != "" && status != "True" {
			err = fmt.Errorf("%s '%s/%s' not ready: '%s'", strings.ToLower(of.kind), o.Namespace, o.Namespace, message)
		}
	}

	return fmt.Errorf("error while waiting for %s to be ready: '%w'", of.kind, err)
}

func (f followed) hasCome(object *unstructured.Unstructured, revision string) (bool, error) {
	if suspended, _, _ := unstructured.NestedBool(object.Object, "spec", "suspend"); suspended {
		return false, fmt.Errorf("%s '%s/%s' is suspended", f.kind, object.GetNamespace(), object.GetName())
	}

	// what is said of another specification than this one counts for nothing
	if !isObserved(object) {
		return false, nil
	}

	switch status, message := conditionOf(object, "Ready"); status {
	case "True":
		there, _, _ := unstructured.NestedString(object.Object, f.revision...)

		return there == revision, nil
	case "False":
		return false, errors.New(message)
	default:
		return false, nil
	}
}

// isReady looks at what Flux follows the repository with. What nothing is said of counts as ready, as in the provider.
func (c *cluster) isReady(ctx context.Context, namespace string) error {
	for _, of := range follows {
		object, err := c.of(of.resource, namespace).Get(ctx, namespace, metav1.GetOptions{})
		if err != nil {
			return err
		}

		if status, message := conditionOf(object, "Ready"); status == "False" {
			return errors.New(message)
		}
	}

	return nil
}
