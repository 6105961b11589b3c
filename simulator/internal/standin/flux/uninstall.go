package flux

import (
	"context"
	"errors"
	"fmt"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// uninstall removes Flux from the cluster, as far as it can: a step that fails does not keep back the others, and what
// cannot be listed counts as removed, as in the provider.
func (c *cluster) uninstall(ctx context.Context, namespace string, keepNamespace bool) error {
	var faults []error

	for _, step := range []struct {
		fault string
		take  func() error
	}{
		{"Unable to remove Flux components", func() error { return c.removeComponents(ctx, namespace) }},
		{"Unable to remove finalizers", func() error { return c.removeFinalizers(ctx) }},
		{"Unable to remove CRDs", func() error { return c.removeAll(ctx, resourceDefinitions, "") }},
		{fmt.Sprintf("Unable to remove %s namespace.", namespace), func() error {
			if keepNamespace {
				return nil
			}

			return c.of(namespaces, "").Delete(ctx, namespace, metav1.DeleteOptions{})
		}},
	} {
		if err := step.take(); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", step.fault, err))
		}
	}

	return errors.Join(faults...)
}

func (c *cluster) removeComponents(ctx context.Context, namespace string) error {
	var faults []error

	for _, resource := range []schema.GroupVersionResource{deployments, services, networkPolicies, serviceAccounts} {
		faults = append(faults, c.removeAll(ctx, resource, namespace))
	}

	return errors.Join(append(faults, c.removeAll(ctx, clusterRoles, ""), c.removeAll(ctx, clusterRoleBindings, ""))...)
}

func (c *cluster) removeAll(ctx context.Context, resource schema.GroupVersionResource, namespace string) error {
	found, err := c.of(resource, namespace).List(ctx, metav1.ListOptions{LabelSelector: partOfFlux})
	if err != nil {
		return nil
	}

	var faults []error

	for _, object := range found.Items {
		faults = append(faults, c.of(resource, namespace).Delete(ctx, object.GetName(), metav1.DeleteOptions{}))
	}

	return errors.Join(faults...)
}

// removeFinalizers lets custom resources go whose controllers are gone. The first look at a kind has an API server prepare
// it, which takes a second, so all kinds are looked at together.
func (c *cluster) removeFinalizers(ctx context.Context) error {
	var waiting sync.WaitGroup

	faults := make([]error, len(definitions))

	for index, kind := range definitions {
		waiting.Go(func() {
			faults[index] = c.removeFinalizersOf(ctx, schema.GroupVersionResource{Group: kind.Group, Version: kind.Version, Resource: kind.Plural})
		})
	}

	waiting.Wait()

	return errors.Join(faults...)
}

func (c *cluster) removeFinalizersOf(ctx context.Context, resource schema.GroupVersionResource) error {
	found, err := c.of(resource, "").List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil
	}

	var faults []error

	for _, object := range found.Items {
		object.SetFinalizers(nil)

		_, err := c.of(resource, object.GetNamespace()).Update(ctx, &object, metav1.UpdateOptions{})
		faults = append(faults, err)
	}

	return errors.Join(faults...)
}
