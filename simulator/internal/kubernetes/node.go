package kubernetes

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// readiness is what a node says of itself, or what is said of one that is silent.
type readiness int

const (
	silent readiness = iota
	withoutNetwork
	ready
)

// lifecycleTaints are set and removed by what is known of a node.
var lifecycleTaints = []string{corev1.TaintNodeNotReady, corev1.TaintNodeUnreachable}

// describeNode writes what a machine says of itself into its Node object; what others have written there stays.
func describeNode(node *corev1.Node, of *member, state readiness, now metav1.Time) {
	machine := of.config.Machine()

	node.Name = of.node.Name
	if node.Labels == nil {
		node.Labels = map[string]string{}
	}

	if node.Annotations == nil {
		node.Annotations = map[string]string{}
	}

	maps.Copy(node.Labels, map[string]string{
		corev1.LabelHostname:   of.node.Name,
		corev1.LabelOSStable:   "linux",
		corev1.LabelArchStable: "amd64",
	})

	labels := maps.Clone(map[string]string(machine.NodeLabels()))
	if labels == nil {
		labels = map[string]string{}
	}

	if of.node.ControlPlane {
		labels[constants.LabelNodeRoleControlPlane] = ""
	}

	own(node.Labels, labels, node.Annotations, constants.AnnotationOwnedLabels)
	own(node.Annotations, machine.NodeAnnotations(), node.Annotations, constants.AnnotationOwnedAnnotations)

	node.Spec.Taints = taintsOf(node, of, state)
	node.Status.Addresses = []corev1.NodeAddress{
		{Type: corev1.NodeInternalIP, Address: of.node.Address.String()},
		{Type: corev1.NodeHostName, Address: of.node.Name},
	}
	node.Status.NodeInfo.OSImage = "Talos (" + of.node.TalosVersion + ")"
	node.Status.NodeInfo.KubeletVersion = tagOf(machine.Kubelet().Image())
	node.Status.NodeInfo.OperatingSystem = "linux"
	node.Status.NodeInfo.Architecture = "amd64"
	node.Status.Capacity = corev1.ResourceList{corev1.ResourcePods: resource.MustParse("110")}
	node.Status.Allocatable = node.Status.Capacity.DeepCopy()
	node.Status.Conditions = conditionsOf(node.Status.Conditions, state, now)
}

// own replaces what Talos has set before by what it sets now; which keys those are is kept in an annotation.
func own(all, wanted, annotations map[string]string, annotation string) {
	var before []string

	_ = json.Unmarshal([]byte(annotations[annotation]), &before) // someone else may have spoilt it

	for _, key := range before {
		if _, kept := wanted[key]; !kept {
			delete(all, key)
		}
	}

	maps.Copy(all, wanted)
	remember(annotations, annotation, sortedKeys(wanted))
}

func remember(annotations map[string]string, annotation string, keys []string) {
	if len(keys) == 0 {
		delete(annotations, annotation)

		return
	}

	text, err := json.Marshal(keys)
	if err != nil {
		panic(err) // strings only
	}

	annotations[annotation] = string(text)
}

func taintsOf(node *corev1.Node, of *member, state readiness) []corev1.Taint {
	var owned []string

	_ = json.Unmarshal([]byte(node.Annotations[constants.AnnotationOwnedTaints]), &owned) // someone else may have spoilt it

	taints := slices.DeleteFunc(slices.Clone(node.Spec.Taints), func(taint corev1.Taint) bool {
		return slices.Contains(owned, taint.Key) || slices.Contains(lifecycleTaints, taint.Key)
	})

	configured := map[string]corev1.Taint{}

	if of.node.ControlPlane && !of.config.Cluster().ScheduleOnControlPlanes() {
		configured[constants.LabelNodeRoleControlPlane] = corev1.Taint{Effect: corev1.TaintEffectNoSchedule}
	}

	for key, text := range of.config.Machine().NodeTaints() {
		value, effect, found := strings.Cut(text, ":")
		if !found {
			value, effect = "", text
		}

		configured[key] = corev1.Taint{Value: value, Effect: corev1.TaintEffect(effect)}
	}

	for _, key := range sortedKeys(configured) {
		taint := configured[key]
		taint.Key = key
		taints = append(taints, taint)
	}

	remember(node.Annotations, constants.AnnotationOwnedTaints, sortedKeys(configured))

	switch state {
	case silent:
		taints = append(taints, corev1.Taint{Key: corev1.TaintNodeUnreachable, Effect: corev1.TaintEffectNoSchedule})
	case withoutNetwork:
		taints = append(taints, corev1.Taint{Key: corev1.TaintNodeNotReady, Effect: corev1.TaintEffectNoSchedule})
	case ready:
	}

	return taints
}

func conditionsOf(before []corev1.NodeCondition, state readiness, now metav1.Time) []corev1.NodeCondition {
	wanted := corev1.NodeCondition{Type: corev1.NodeReady}

	switch state {
	case silent:
		wanted.Status, wanted.Reason = corev1.ConditionUnknown, "NodeStatusUnknown"
		wanted.Message = "Kubelet stopped posting node status."
	case withoutNetwork:
		wanted.Status, wanted.Reason = corev1.ConditionFalse, "KubeletNotReady"
		wanted.Message = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized"
	case ready:
		wanted.Status, wanted.Reason = corev1.ConditionTrue, "KubeletReady"
		wanted.Message = "kubelet is posting ready status"
	}

	for index, condition := range before {
		if condition.Type == corev1.NodeReady {
			if condition.Status == wanted.Status && condition.Reason == wanted.Reason {
				return before
			}

			wanted.LastHeartbeatTime, wanted.LastTransitionTime = now, now

			return append(append(slices.Clone(before[:index]), wanted), before[index+1:]...)
		}
	}

	wanted.LastHeartbeatTime, wanted.LastTransitionTime = now, now

	return append(slices.Clone(before), wanted)
}

// tagOf is the tag of an image reference such as ghcr.io/siderolabs/kubelet:v1.36.1.
func tagOf(image string) string {
	image, _, _ = strings.Cut(image, "@")

	name := image[strings.LastIndex(image, "/")+1:]
	if _, tag, found := strings.Cut(name, ":"); found {
		return tag
	}

	return ""
}
