package kubernetes

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	corev1 "k8s.io/api/core/v1"
)

// applyNode writes labels, annotations and taints of a machine configuration into a Node object, as Talos does: what
// others have written stays, what Talos has written before and is no longer asked for goes. Which keys are Talos' own is
// kept in annotations.
func applyNode(node *corev1.Node, of *member) error {
	if node.Labels == nil {
		node.Labels = map[string]string{}
	}

	if node.Annotations == nil {
		node.Annotations = map[string]string{}
	}

	wanted := map[string]string{}
	maps.Copy(wanted, of.config.K8sNodeConfig().Labels())

	if err := applyPairs(node.Labels, wanted, node.Annotations, constants.AnnotationOwnedLabels); err != nil {
		return err
	}

	if err := applyPairs(node.Annotations, annotationsOf(of), node.Annotations, constants.AnnotationOwnedAnnotations); err != nil {
		return err
	}

	return applyTaints(node, of)
}

// applyPairs leaves a key alone that somebody else has given another value.
func applyPairs(all, wanted, annotations map[string]string, annotation string) error {
	owned, err := ownedKeys(annotations, annotation)
	if err != nil {
		return err
	}

	for key, value := range wanted {
		if there, found := all[key]; !found || there == value || owned[key] {
			all[key] = value
			owned[key] = true
		}
	}

	for key := range owned {
		if _, kept := wanted[key]; !kept {
			delete(all, key)
			delete(owned, key)
		}
	}

	return remember(annotations, annotation, owned)
}

func applyTaints(node *corev1.Node, of *member) error {
	owned, err := ownedKeys(node.Annotations, constants.AnnotationOwnedTaints)
	if err != nil {
		return err
	}

	wanted := map[string]corev1.Taint{}
	for key, text := range of.config.K8sNodeConfig().Taints() {
		wanted[key] = taintOf(key, text)
	}

	for _, key := range sortedKeys(wanted) {
		taint := wanted[key]
		index := slices.IndexFunc(node.Spec.Taints, func(there corev1.Taint) bool { return there.Key == key })

		switch {
		case index < 0:
			node.Spec.Taints = append(node.Spec.Taints, taint)
		case owned[key]:
			node.Spec.Taints[index].Value, node.Spec.Taints[index].Effect = taint.Value, taint.Effect
		case node.Spec.Taints[index].Value != taint.Value || node.Spec.Taints[index].Effect != taint.Effect:
			continue // that of somebody else
		}

		owned[key] = true
	}

	node.Spec.Taints = slices.DeleteFunc(node.Spec.Taints, func(there corev1.Taint) bool {
		_, kept := wanted[there.Key]

		return owned[there.Key] && !kept
	})

	for key := range owned {
		if _, kept := wanted[key]; !kept {
			delete(owned, key)
		}
	}

	return remember(node.Annotations, constants.AnnotationOwnedTaints, owned)
}

func ownedKeys(annotations map[string]string, annotation string) (map[string]bool, error) {
	var keys []string

	if text := annotations[annotation]; text != "" {
		if err := json.Unmarshal([]byte(text), &keys); err != nil {
			return nil, fmt.Errorf("annotation %s: %w", annotation, err)
		}
	}

	owned := map[string]bool{}
	for _, key := range keys {
		owned[key] = true
	}

	return owned, nil
}

func remember(annotations map[string]string, annotation string, owned map[string]bool) error {
	if len(owned) == 0 {
		delete(annotations, annotation)

		return nil
	}

	text, err := json.Marshal(sortedKeys(owned))
	annotations[annotation] = string(text)

	return err
}
