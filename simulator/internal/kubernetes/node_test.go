package kubernetes

import (
	"fmt"
	"maps"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// nodeOf is the Node object of a machine when everybody has written into it.
func nodeOf(t *testing.T, of *member, state readiness) *corev1.Node {
	t.Helper()

	node, err := initialNode(of)
	if err != nil {
		t.Fatal(err)
	}

	if err := applyNode(node, of); err != nil {
		t.Fatal(err)
	}

	reportNode(node, of, state, metav1.Now())
	taintByCondition(node)

	return node
}

func TestInitialNode(t *testing.T) {
	bundle := secretsOf(t)
	first, second := controlPlane("cp1", "127.24.0.11"), worker("w1", "127.24.0.21")

	for name, test := range map[string]struct {
		member *member
		taints string
		labels map[string]string
	}{
		"a control plane": {memberOf(t, first, configOf(t, bundle, "controlplane")), "node-role.kubernetes.io/control-plane=:NoSchedule ", nil},
		"a control plane that workloads may run on": {
			memberOf(t, first, configOf(t, bundle, "controlplane", "cluster:\n  allowSchedulingOnControlPlanes: true\n")), "", nil,
		},
		"a worker that asks Talos for taints": {memberOf(t, second, configOf(t, bundle, "worker", "machine:\n  nodeTaints: {gpu: 'yes:NoSchedule'}\n")), "", nil},
		"a worker that registers with taints": {
			memberOf(t, second, configOf(t, bundle, "worker",
				"machine:\n  kubelet:\n    extraConfig: {registerWithTaints: [{key: gpu, value: 'yes', effect: NoSchedule}]}\n",
				"machine:\n  kubelet:\n    extraConfig: {registerWithTaints: [{key: spot, effect: NoExecute}]}\n")),
			"gpu=yes:NoSchedule spot=:NoExecute ", nil,
		},
		"arguments of the kubelet": {
			memberOf(t, second, configOf(t, bundle, "worker", "machine:\n  kubelet:\n    extraConfig: {registerWithTaints: [{key: spot, effect: NoExecute}]}\n"+
				"    extraArgs: {node-labels: 'a=b,node.kubernetes.io/c=d', register-with-taints: 'x=y:NoSchedule,z:NoExecute'}\n")),
			"x=y:NoSchedule z=:NoExecute ", map[string]string{"a": "b", "node.kubernetes.io/c": "d"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			node, err := initialNode(test.member)
			if err != nil {
				t.Fatal(err)
			}

			if got := taintsText(node); got != test.taints {
				t.Error(got)
			}

			wanted := defaultLabels(test.member)
			maps.Copy(wanted, test.labels)

			if !maps.Equal(node.Labels, wanted) {
				t.Error(node.Labels)
			}
		})
	}
}

func TestKubeletThatDoesNotStart(t *testing.T) {
	bundle := secretsOf(t)
	first := memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, bundle, "controlplane"))

	for patch, wanted := range map[string]string{
		"machine:\n  kubelet:\n    extraArgs: {node-labels: 'node-role.kubernetes.io/gpu=,example.com/a=b,x.node-restriction.kubernetes.io/y=z'}\n": "kubelet: unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [node-role.kubernetes.io/gpu x.node-restriction.kubernetes.io/y]",
		"machine:\n  kubelet:\n    extraArgs: {register-with-taints: 'gpu'}\n":                                                                      "kubelet: invalid taint spec: gpu",
		"machine:\n  kubelet:\n    extraConfig: {registerWithTaints: [{key: a, efect: NoSchedule}]}\n":                                              `kubelet: error unmarshalling extra kubelet configuration: registerWithTaints: json: unknown field "efect"`,
	} {
		fault := memberOf(t, worker("w1", "127.24.0.21"), configOf(t, bundle, "worker", patch)).registrationFault(first)
		if fault != wanted {
			t.Error(fault)
		}
	}
}

const nodePatch = `
machine:
  nodeLabels: {topology.kubernetes.io/zone: pve1, theirs: ours, same: theirs}
  nodeAnnotations: {note: a}
  nodeTaints: {gpu: "yes:NoSchedule", spot: NoExecute, theirs: "ours:NoSchedule"}
`

func TestApplyNode(t *testing.T) {
	bundle := secretsOf(t)
	node := emptyNode("cp1")
	node.Labels = map[string]string{"theirs": "kept", "same": "theirs"}
	node.Spec.Taints = []corev1.Taint{{Key: "theirs", Effect: corev1.TaintEffectNoSchedule}}

	apply := func(patches ...string) {
		if err := applyNode(node, memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, bundle, "controlplane", patches...))); err != nil {
			t.Fatal(err)
		}
	}

	apply(nodePatch)

	wanted := map[string]string{
		"theirs": "kept", "same": "theirs", "topology.kubernetes.io/zone": "pve1", constants.LabelNodeRoleControlPlane: "",
		constants.LabelExcludeFromExternalLB: "",
	}
	if !maps.Equal(node.Labels, wanted) {
		t.Error(node.Labels)
	}

	if got := node.Annotations[constants.AnnotationOwnedLabels]; got != `["node-role.kubernetes.io/control-plane","node.kubernetes.io/exclude-from-external-load-balancers","same","topology.kubernetes.io/zone"]` {
		t.Error(got)
	}

	if got := taintsText(node); got != "theirs=:NoSchedule gpu=yes:NoSchedule node-role.kubernetes.io/control-plane=:NoSchedule spot=:NoExecute " {
		t.Error(got)
	}

	apply("cluster:\n  allowSchedulingOnControlPlanes: true\nmachine:\n  nodeTaints: {gpu: 'no:NoExecute'}\n")

	if got := taintsText(node); got != "theirs=:NoSchedule gpu=no:NoExecute " {
		t.Error(got)
	}

	if wanted := map[string]string{"theirs": "kept", constants.LabelNodeRoleControlPlane: "", constants.LabelExcludeFromExternalLB: ""}; !maps.Equal(node.Labels, wanted) {
		t.Error(node.Labels)
	}

	if node.Annotations["note"] != "" || node.Annotations[constants.AnnotationOwnedTaints] != `["gpu"]` {
		t.Error(node.Annotations)
	}

	installed := memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, bundle, "controlplane", nodePatch))
	installed.node.Schematic = "376567"

	if err := applyNode(node, installed); err != nil || node.Annotations["extensions.talos.dev/schematic"] != "376567" || node.Annotations["note"] != "a" {
		t.Error(err, node.Annotations)
	}

	node.Annotations[constants.AnnotationOwnedTaints] = "{"
	if err := applyNode(node, memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, bundle, "controlplane"))); err == nil {
		t.Error("an annotation that cannot be read is overwritten")
	}
}

func TestReportNode(t *testing.T) {
	of := memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, secretsOf(t), "controlplane"))
	of.node.BootID = "booted-once"
	node := nodeOf(t, of, ready)

	if node.Status.NodeInfo.BootID != "booted-once" || node.Status.NodeInfo.KubeletVersion != "v1.36.1" || node.Status.NodeInfo.OSImage != "Talos (v1.13.9)" ||
		node.Status.Addresses[0] != (corev1.NodeAddress{Type: corev1.NodeInternalIP, Address: "127.24.0.11"}) {
		t.Error(node.Status)
	}
}

func TestTaintByCondition(t *testing.T) {
	node := emptyNode("w1")
	node.Spec.Taints = []corev1.Taint{{Key: "theirs", Effect: corev1.TaintEffectNoSchedule}}

	for _, step := range []struct {
		state  readiness
		wanted string
	}{
		{withoutNetwork, "theirs=:NoSchedule node.kubernetes.io/not-ready=:NoSchedule "},
		{silent, "theirs=:NoSchedule node.kubernetes.io/unreachable=:NoSchedule "},
		{ready, "theirs=:NoSchedule "},
	} {
		node.Status.Conditions = conditionsOf(node.Status.Conditions, step.state, metav1.Now())
		taintByCondition(node)

		if got := taintsText(node); got != step.wanted {
			t.Error(got)
		}
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
