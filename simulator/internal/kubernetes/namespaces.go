package kubernetes

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
)

// syncNamespaces ends namespaces that were deleted, as the namespace controller does: first all that is in them goes.
func syncNamespaces(ctx context.Context, s *session) error {
	namespaces, err := s.informers.Core().V1().Namespaces().Lister().List(labels.Everything())
	if err != nil {
		return err
	}

	var faults []error

	for _, namespace := range namespaces {
		if namespace.DeletionTimestamp != nil && len(namespace.Spec.Finalizers) > 0 {
			faults = append(faults, endNamespace(ctx, s, namespace))
		}
	}

	return errors.Join(faults...)
}

func endNamespace(ctx context.Context, s *session, namespace *corev1.Namespace) error {
	resources, err := namespacedResources(s)
	if err != nil {
		return fmt.Errorf("namespace %s cannot end: %w", namespace.Name, err)
	}

	left := ""

	for _, resource := range resources {
		objects := s.dynamic.Resource(resource).Namespace(namespace.Name)
		if err := objects.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{}); err != nil {
			return fmt.Errorf("namespace %s cannot end: %w", namespace.Name, err)
		}

		list, err := objects.List(ctx, metav1.ListOptions{Limit: 1})
		if err != nil {
			return fmt.Errorf("namespace %s cannot end: %w", namespace.Name, err)
		}

		if len(list.Items) > 0 {
			left = resource.Resource + "/" + list.Items[0].GetName()
		}
	}

	if left != "" {
		return fmt.Errorf("namespace %s cannot end before %s does", namespace.Name, left)
	}

	ended := namespace.DeepCopy()
	ended.Spec.Finalizers = nil

	if _, err := s.client.CoreV1().Namespaces().Finalize(ctx, ended, metav1.UpdateOptions{}); err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("namespace %s cannot end: %w", namespace.Name, err)
	}

	return nil
}

// namespacedResources are all that can lie in a namespace and can be listed and deleted at once.
func namespacedResources(s *session) ([]schema.GroupVersionResource, error) {
	lists, err := s.client.Discovery().ServerPreferredNamespacedResources()
	if err != nil && !discovery.IsGroupDiscoveryFailedError(err) {
		return nil, err
	}

	lists = discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"list", "deletecollection"}}, lists)

	found, err := discovery.GroupVersionResources(lists)
	if err != nil {
		return nil, err
	}

	resources := make([]schema.GroupVersionResource, 0, len(found))
	for resource := range found {
		resources = append(resources, resource)
	}

	return resources, nil
}
