package flux

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

const (
	partOfFlux   = "app.kubernetes.io/part-of=flux"
	pollInterval = 200 * time.Millisecond
	// notServedTries are enough for a definition to count.
	notServedTries = 25
)

var (
	namespaces          = schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}
	secrets             = schema.GroupVersionResource{Version: "v1", Resource: "secrets"}
	services            = schema.GroupVersionResource{Version: "v1", Resource: "services"}
	serviceAccounts     = schema.GroupVersionResource{Version: "v1", Resource: "serviceaccounts"}
	deployments         = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
	networkPolicies     = schema.GroupVersionResource{Group: "networking.k8s.io", Version: "v1", Resource: "networkpolicies"}
	clusterRoles        = schema.GroupVersionResource{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "clusterroles"}
	clusterRoleBindings = schema.GroupVersionResource{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "clusterrolebindings"}
	resourceDefinitions = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
	gitRepositories     = schema.GroupVersionResource{Group: "source.toolkit.fluxcd.io", Version: "v1", Resource: "gitrepositories"}
	kustomizations      = schema.GroupVersionResource{Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Resource: "kustomizations"}
)

// byKind are the resources of everything that the manifests hold.
var byKind = map[string]schema.GroupVersionResource{
	"Namespace":                namespaces,
	"Service":                  services,
	"ServiceAccount":           serviceAccounts,
	"Deployment":               deployments,
	"NetworkPolicy":            networkPolicies,
	"ClusterRole":              clusterRoles,
	"ClusterRoleBinding":       clusterRoleBindings,
	"CustomResourceDefinition": resourceDefinitions,
	"GitRepository":            gitRepositories,
	"Kustomization":            kustomizations,
}

// cluster is the Kubernetes API.
type cluster struct {
	api dynamic.Interface
}

func connect(config *rest.Config) (*cluster, error) {
	api, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}

	return &cluster{api: api}, nil
}

// apply applies manifests by server-side apply: first the definitions and the namespace, then what needs them.
func (c *cluster) apply(ctx context.Context, manifests string) error {
	objects, err := parse(manifests)
	if err != nil {
		return err
	}

	var first, then []*unstructured.Unstructured

	for _, object := range objects {
		if kind := object.GetKind(); kind == "CustomResourceDefinition" || kind == "Namespace" {
			first = append(first, object)
		} else {
			then = append(then, object)
		}
	}

	for _, stage := range [][]*unstructured.Unstructured{first, then} {
		for _, object := range stage {
			if err := c.applyOne(ctx, object); err != nil {
				return fmt.Errorf("%s/%s apply failed: %w", object.GetKind(), object.GetName(), err)
			}
		}

		for _, object := range stage {
			if object.GetKind() != "CustomResourceDefinition" {
				continue
			}

			if err := c.await(ctx, resourceDefinitions, "", object.GetName(), "Established"); err != nil {
				return err
			}
		}
	}

	return nil
}

// applyOne waits for a resource that is not served yet: a definition counts a little after it is established.
func (c *cluster) applyOne(ctx context.Context, object *unstructured.Unstructured) error {
	resource, known := byKind[object.GetKind()]
	if !known {
		return fmt.Errorf("the kind %s is not modelled", object.GetKind())
	}

	text, err := json.Marshal(object)
	if err != nil {
		return err
	}

	force := true
	options := metav1.PatchOptions{FieldManager: "flux", Force: &force, FieldValidation: metav1.FieldValidationStrict}

	for range notServedTries {
		_, err = c.of(resource, object.GetNamespace()).Patch(ctx, object.GetName(), types.ApplyPatchType, text, options)
		if !apierrors.IsNotFound(err) {
			return err
		}

		pause(ctx, pollInterval)
	}

	return err
}

// await waits until a condition of an object is true.
func (c *cluster) await(ctx context.Context, resource schema.GroupVersionResource, namespace, name, condition string) error {
	var last error

	err := wait.PollUntilContextCancel(ctx, pollInterval, true, func(ctx context.Context) (bool, error) {
		object, err := c.of(resource, namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			last = err

			return false, nil
		}

		status, message := conditionOf(object, condition)
		last = fmt.Errorf("condition %s is %q: %s", condition, status, message)

		return status == "True" && isObserved(object), nil
	})
	if err != nil {
		return fmt.Errorf("%s/%s not ready: %w", resource.Resource, name, errors.Join(last, err))
	}

	return nil
}

// secret makes the secret what it should be.
func (c *cluster) secret(ctx context.Context, namespace, name string, data map[string]string) error {
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1",
		"kind":       "Secret",
		"metadata":   map[string]any{"name": name, "namespace": namespace},
		"stringData": untyped(data),
	}}

	there, err := c.of(secrets, namespace).Get(ctx, name, metav1.GetOptions{})

	switch {
	case apierrors.IsNotFound(err):
		_, err = c.of(secrets, namespace).Create(ctx, object, metav1.CreateOptions{})
	case err == nil && len(data) > 0:
		object.SetResourceVersion(there.GetResourceVersion())
		_, err = c.of(secrets, namespace).Update(ctx, object, metav1.UpdateOptions{})
	}

	return err
}

func (c *cluster) of(resource schema.GroupVersionResource, namespace string) dynamic.ResourceInterface {
	if namespace == "" {
		return c.api.Resource(resource)
	}

	return c.api.Resource(resource).Namespace(namespace)
}

func conditionOf(object *unstructured.Unstructured, kind string) (status, message string) {
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	for _, condition := range conditions {
		if fields, isMap := condition.(map[string]any); isMap && fields["type"] == kind {
			status, _ = fields["status"].(string)
			message, _ = fields["message"].(string)
		}
	}

	return status, message
}

// isObserved says whether a status is of the specification as it is now, where it tells.
func isObserved(object *unstructured.Unstructured) bool {
	observed, tells, _ := unstructured.NestedInt64(object.Object, "status", "observedGeneration")

	return !tells || observed == object.GetGeneration()
}

func parse(manifests string) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured

	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(manifests), 4096)

	for {
		object := &unstructured.Unstructured{}

		err := decoder.Decode(object)
		if errors.Is(err, io.EOF) {
			return objects, nil
		}

		if err != nil {
			return nil, err
		}

		if len(object.Object) > 0 {
			objects = append(objects, object)
		}
	}
}

func untyped(texts map[string]string) map[string]any {
	values := make(map[string]any, len(texts))
	for key, text := range texts {
		values[key] = text
	}

	return values
}

func pause(ctx context.Context, duration time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(duration):
	}
}
