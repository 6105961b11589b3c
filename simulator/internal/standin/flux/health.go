package flux

import (
	"context"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	aggregate "k8s.io/apimachinery/pkg/util/errors"
)

// followed is an object by which Flux follows the repository.
type followed struct {
	kind     string
	resource schema.GroupVersionResource
}

var follows = []followed{
	{"GitRepository", gitRepositories},
	{"Kustomization", kustomizations},
}

// reportHealth waits until the components are up and Flux has come to a commit. A wait that fails does not keep back the
// others, as in the provider, which waits for the components last and gives them as much time again.
func (c *cluster) reportHealth(ctx context.Context, o options) error {
	var components []error

	for _, component := range o.Components {
		components = append(components, c.await(ctx, deployments, o.Namespace, component, "Available"))
	}

	if failed := aggregate.NewAggregate([]error{errors.Join(components...)}); failed != nil {
		return fmt.Errorf("bootstrap failed with %d health check failure(s): %w", len(failed.Errors()), failed)
	}

	return nil
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
