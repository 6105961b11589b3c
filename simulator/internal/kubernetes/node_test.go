package kubernetes

import (
	"fmt"
	"maps"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const nodePatch = `
machine:
  nodeLabels: {topology.kubernetes.io/zone: pve1}
  nodeAnnotations: {note: a}
  nodeTaints: {gpu: "yes:NoSchedule", spot: NoExecute}
`

func TestDescribeNode(t *testing.T) {
	bundle := secretsOf(t)
	node := emptyNode("cp1")
	node.Labels = map[string]string{"theirs": "kept"}
	node.Spec.Taints = []corev1.Taint{{Key: "theirs", Effect: corev1.TaintEffectNoSchedule}}

	describeNode(node, memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, bundle, "controlplane", nodePatch)), ready, metav1.Now())

	wanted := map[string]string{
		"theirs": "kept", "topology.kubernetes.io/zone": "pve1", constants.LabelNodeRoleControlPlane: "",
		"kubernetes.io/hostname": "cp1", "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
	}
	for key, value := range wanted {
		if got, found := node.Labels[key]; !found || got != value {
			t.Errorf("label %s is %q", key, got)
		}
	}

	if got := taintsText(node); got != "theirs=:NoSchedule gpu=yes:NoSchedule node-role.kubernetes.io/control-plane=:NoSchedule spot=:NoExecute " {
		t.Error(got)
	}

	if node.Status.NodeInfo.KubeletVersion != "v1.36.1" || node.Status.NodeInfo.OSImage != "Talos (v1.13.9)" ||
		node.Status.Addresses[0] != (corev1.NodeAddress{Type: corev1.NodeInternalIP, Address: "127.24.0.11"}) {
		t.Error(node.Status)
	}

	before := maps.Clone(node.Labels)
	open := configOf(t, bundle, "controlplane", "cluster:\n  allowSchedulingOnControlPlanes: true\n")
	describeNode(node, memberOf(t, controlPlane("cp1", "127.24.0.11"), open), withoutNetwork, metav1.Now())

	if got := taintsText(node); got != "theirs=:NoSchedule node.kubernetes.io/not-ready=:NoSchedule " {
		t.Error(got)
	}

	delete(before, "topology.kubernetes.io/zone")

	if !maps.Equal(node.Labels, before) || node.Annotations["note"] != "" {
		t.Error(node.Labels, node.Annotations)
	}
}

func taintsText(node *corev1.Node) string {
	text := ""
	for _, taint := range node.Spec.Taints {
		text += fmt.Sprintf("%s=%s:%s ", taint.Key, taint.Value, taint.Effect)
	}

	return text
}

func TestConditionsOf(t *testing.T) {
	other := corev1.NodeCondition{Type: corev1.NodeDiskPressure}
	conditions := []corev1.NodeCondition{other}

	for _, test := range []struct {
		state  readiness
		at     int64
		wanted string
	}{
		{withoutNetwork, 1, "False since 1"},
		{ready, 2, "True since 2"},
		{ready, 3, "True since 2"},
		{silent, 4, "Unknown since 4"},
	} {
		conditions = conditionsOf(conditions, test.state, metav1.Unix(test.at, 0))
		got := fmt.Sprintf("%s since %d", conditions[1].Status, conditions[1].LastTransitionTime.Unix())

		if got != test.wanted || conditions[0] != other {
			t.Error(got)
		}
	}
}

func TestTagOf(t *testing.T) {
	for image, wanted := range map[string]string{
		"ghcr.io/siderolabs/kubelet:v1.36.1":         "v1.36.1",
		"127.0.0.1:5000/kubelet:v1.36.1@sha256:0123": "v1.36.1",
		"127.0.0.1:5000/kubelet":                     "",
	} {
		if got := tagOf(image); got != wanted {
			t.Errorf("%s: %s", image, got)
		}
	}
}

func TestMirrorPods(t *testing.T) {
	bundle := secretsOf(t)
	node := controlPlane("cp1", "127.24.0.11")
	first := memberOf(t, node, configOf(t, bundle, "controlplane"))
	second := memberOf(t, node, configOf(t, bundle, "controlplane",
		"cluster:\n  scheduler:\n    image: registry.k8s.io/kube-scheduler:v1.36.2\nmachine:\n  controlPlane:\n    controllerManager: {disabled: true}\n",
		"machine:\n  pods:\n    - {apiVersion: v1, kind: Pod, metadata: {name: own}, spec: {containers: [{name: a, image: b}]}}\n"))
	second.follow(first)

	pods, err := mirrorPods(second, emptyNode("cp1"))
	if err != nil {
		t.Fatal(err)
	}

	got := ""
	for _, pod := range pods {
		got += pod.Namespace + "/" + pod.Name + " " + pod.Annotations[constants.AnnotationStaticPodConfigVersion] + "\n"
	}

	if got != "kube-system/kube-apiserver-cp1 1\nkube-system/kube-scheduler-cp1 2\ndefault/own-cp1 \n" {
		t.Error(got)
	}
}
