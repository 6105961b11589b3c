package kubernetes

import (
	"slices"
	"strings"

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

// reportNode writes what the kubelet of a machine says of it into the status of its Node object.
func reportNode(node *corev1.Node, of *member, state readiness, now metav1.Time) {
	node.Status.Addresses = []corev1.NodeAddress{
		{Type: corev1.NodeInternalIP, Address: of.node.Address.String()},
		{Type: corev1.NodeHostName, Address: of.node.Name},
	}
	node.Status.NodeInfo.OSImage = "Talos (" + of.node.TalosVersion + ")"
	node.Status.NodeInfo.KubeletVersion = tagOf(of.config.K8sKubeletConfig().Image())
	node.Status.NodeInfo.BootID = of.node.BootID
	node.Status.NodeInfo.OperatingSystem = "linux"
	node.Status.NodeInfo.Architecture = "amd64"
	node.Status.Capacity = corev1.ResourceList{corev1.ResourcePods: resource.MustParse("110")}
	node.Status.Allocatable = node.Status.Capacity.DeepCopy()
	node.Status.Conditions = conditionsOf(node.Status.Conditions, state, now)
}

// taintByCondition has a Node object keep pods away while it is not ready, as the node controller does.
func taintByCondition(node *corev1.Node) {
	lifecycle := map[corev1.ConditionStatus]string{
		corev1.ConditionFalse: corev1.TaintNodeNotReady, corev1.ConditionUnknown: corev1.TaintNodeUnreachable,
	}
	isOfCondition := func(taint corev1.Taint) bool {
		return taint.Key == corev1.TaintNodeNotReady || taint.Key == corev1.TaintNodeUnreachable
	}

	for _, condition := range node.Status.Conditions {
		if condition.Type != corev1.NodeReady {
			continue
		}

		wanted := lifecycle[condition.Status]
		isWanted := func(taint corev1.Taint) bool { return taint.Key == wanted }

		node.Spec.Taints = slices.DeleteFunc(node.Spec.Taints, func(taint corev1.Taint) bool {
			return isOfCondition(taint) && !isWanted(taint)
		})

		if wanted != "" && !slices.ContainsFunc(node.Spec.Taints, isWanted) {
			node.Spec.Taints = append(node.Spec.Taints, corev1.Taint{Key: wanted, Effect: corev1.TaintEffectNoSchedule})
		}
	}
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
