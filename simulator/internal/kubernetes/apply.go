package kubernetes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

// owningInventory marks objects that Talos has applied.
const owningInventory = "config.k8s.io/owning-inventory"

// applier applies objects as Talos does: what exists is left alone, what was applied once is never applied again.
type applier struct {
	session  *session
	recorder *calls.Recorder
	cluster  string
}

// apply goes through all objects; those that are faulty do not keep back the others. It returns the objects that it has
// applied, as kind/namespace/name.
func (a *applier) apply(ctx context.Context, objects []*unstructured.Unstructured) ([]string, error) {
	a.session.mapper.Reset()

	inventory, err := a.readInventory(ctx)
	if err != nil {
		return nil, err
	}

	var (
		applied []string
		faults  []error
	)

	before := len(inventory)

	for _, object := range objects {
		done, err := a.applyOne(ctx, object.DeepCopy(), inventory)
		if err != nil {
			faults = append(faults, err)

			if !isOfObject(err) {
				break
			}
		}

		if done != "" {
			applied = append(applied, done)
		}
	}

	// what was applied half way counts
	if len(inventory) > before {
		if err := a.writeInventory(ctx, inventory); err != nil {
			faults = append(faults, err)
		}
	}

	return applied, errors.Join(faults...)
}

// isOfObject says whether an error lies in the object, so that the next one may go through.
func isOfObject(err error) bool {
	return apierrors.IsNotFound(err) || apierrors.IsInvalid(err) || apierrors.IsBadRequest(err) ||
		apierrors.IsMethodNotSupported(err) || meta.IsNoMatchError(err)
}

// applyOne returns the name of the object if it was applied, and empty if there was nothing to do.
func (a *applier) applyOne(ctx context.Context, object *unstructured.Unstructured, inventory map[string]string) (string, error) {
	kind := object.GroupVersionKind()
	title := fmt.Sprintf("%s/%s/%s/%s", kind.Group, kind.Version, kind.Kind, object.GetName())

	mapping, err := a.session.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return "", fmt.Errorf("error creating mapping for object %s: %w", title, err)
	}

	var resource dynamic.ResourceInterface

	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		if object.GetNamespace() == "" {
			object.SetNamespace(corev1.NamespaceDefault)
		}

		resource = a.session.dynamic.Resource(mapping.Resource).Namespace(object.GetNamespace())
	} else {
		object.SetNamespace("")
		resource = a.session.dynamic.Resource(mapping.Resource)
	}

	key := inventoryKey(object)
	if _, known := inventory[key]; known {
		return "", nil
	}

	if _, err := resource.Get(ctx, object.GetName(), metav1.GetOptions{}); err == nil {
		inventory[key] = ""

		return "", nil
	} else if !apierrors.IsNotFound(err) {
		return "", fmt.Errorf("error checking resource existence of %s: %w", title, err)
	}

	annotations := object.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}

	annotations[owningInventory] = constants.KubernetesBootstrapManifestsInventoryName
	object.SetAnnotations(annotations)

	if err := a.send(ctx, resource, object); err != nil {
		return "", fmt.Errorf("error creating %s: %w", title, err)
	}

	inventory[key] = ""

	return pathOf(object), nil
}

func pathOf(object *unstructured.Unstructured) string {
	return strings.Join([]string{object.GetKind(), object.GetNamespace(), object.GetName()}, "/")
}

// send applies an object on the server's side. Strict validation also finds keys that are there twice.
func (a *applier) send(ctx context.Context, resource dynamic.ResourceInterface, object *unstructured.Unstructured) error {
	call := calls.Call{Service: calls.Kubernetes, Target: a.cluster, Method: "apply", Path: pathOf(object)}
	fault := a.recorder.Begin(&call)

	defer func() { a.recorder.End(call) }()

	if fault != nil {
		switch fault.Action {
		case calls.ActionStatus, calls.ActionDrop:
			return fmt.Errorf("injected fault: %s", fault.Action)
		case calls.ActionHang:
			a.recorder.Hang(ctx)

			return errors.New("injected fault: hang")
		case calls.ActionSlow:
			select {
			case <-time.After(time.Duration(fault.DelayMS) * time.Millisecond):
			case <-ctx.Done():
			}
		}
	}

	content, err := json.Marshal(object)
	if err != nil {
		return err
	}

	force := false
	_, err = resource.Patch(ctx, object.GetName(), types.ApplyPatchType, content, metav1.PatchOptions{
		FieldManager:    constants.KubernetesFieldManagerName,
		FieldValidation: metav1.FieldValidationStrict,
		Force:           &force,
	})
	call.Status = statusOf(err)

	if fault != nil && fault.Action == calls.ActionHold {
		a.recorder.Hold(ctx, call)
	}

	return err
}

func statusOf(err error) string {
	var answered apierrors.APIStatus

	switch {
	case err == nil:
		return "201"
	case errors.As(err, &answered):
		return strconv.Itoa(int(answered.Status().Code))
	default:
		return ""
	}
}

// inventoryKey is the name of an object in the inventory of Talos.
func inventoryKey(object *unstructured.Unstructured) string {
	kind := object.GroupVersionKind()
	name := strings.ReplaceAll(object.GetName(), ":", "__")

	return strings.Join([]string{object.GetNamespace(), name, kind.Group, kind.Kind}, "_")
}

func (a *applier) readInventory(ctx context.Context) (map[string]string, error) {
	found, err := a.session.client.CoreV1().ConfigMaps(constants.KubernetesInventoryNamespace).
		Get(ctx, constants.KubernetesBootstrapManifestsInventoryName, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return map[string]string{}, nil
	}

	if err != nil {
		return nil, fmt.Errorf("error getting inventory: %w", err)
	}

	entries := map[string]string{}
	maps.Copy(entries, found.Data)

	return entries, nil
}

func (a *applier) writeInventory(ctx context.Context, entries map[string]string) error {
	inventories := a.session.client.CoreV1().ConfigMaps(constants.KubernetesInventoryNamespace)
	name := constants.KubernetesBootstrapManifestsInventoryName
	wanted := &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{
			Name:      name,
			Namespace: constants.KubernetesInventoryNamespace,
			Labels:    map[string]string{"cli-utils.sigs.k8s.io/inventory-id": name},
		},
		Data: entries,
	}

	_, err := inventories.Update(ctx, wanted, metav1.UpdateOptions{FieldManager: constants.KubernetesFieldManagerName})
	if apierrors.IsNotFound(err) {
		_, err = inventories.Create(ctx, wanted, metav1.CreateOptions{FieldManager: constants.KubernetesFieldManagerName})
	}

	if err != nil {
		return fmt.Errorf("updating inventory failed: %w", err)
	}

	return nil
}
