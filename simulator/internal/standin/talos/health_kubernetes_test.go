package talos

import (
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8sruntime "k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
)

func kubernetesNode(name, address string, change func(node *corev1.Node)) *corev1.Node {
	node := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{}},
		Status: corev1.NodeStatus{
			Addresses:  []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: address}, {Type: corev1.NodeHostName, Address: name}},
			Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}},
		},
	}
	if strings.HasPrefix(name, "cp") {
		node.Labels["node-role.kubernetes.io/control-plane"] = ""
	}

	if change != nil {
		change(node)
	}

	return node
}

func pod(app, name string, ready bool) *corev1.Pod {
	status := corev1.ConditionFalse
	if ready {
		status = corev1.ConditionTrue
	}

	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "kube-system", Name: name, Labels: map[string]string{"k8s-app": app}},
		Status: corev1.PodStatus{
			Phase:             corev1.PodRunning,
			Conditions:        []corev1.PodCondition{{Type: corev1.PodReady, Status: status}},
			ContainerStatuses: []corev1.ContainerStatus{{Name: app}},
		},
	}
}

func controlPlanePods(ready bool) []k8sruntime.Object {
	return []k8sruntime.Object{
		pod("kube-apiserver", "kube-apiserver-cp-1", true),
		pod("kube-scheduler", "kube-scheduler-cp-1", ready),
		pod("kube-controller-manager", "kube-controller-manager-cp-1", true),
	}
}

func TestKubernetesRows(t *testing.T) {
	controlPlane := kubernetesNode("cp-1", "10.0.0.1", nil)
	worker := kubernetesNode("w-1", "10.0.0.2", nil)
	replicas := int32(2)
	daemonSet := &appsv1.DaemonSet{
		ObjectMeta: metav1.ObjectMeta{Namespace: "kube-system", Name: "kube-proxy", Labels: map[string]string{"k8s-app": "kube-proxy"}},
		Status:     appsv1.DaemonSetStatus{DesiredNumberScheduled: 2},
	}
	deployment := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Namespace: "kube-system", Name: "coredns", Labels: map[string]string{"k8s-app": "kube-dns"}},
		Spec:       appsv1.DeploymentSpec{Replicas: &replicas},
	}
	all := func(objects []k8sruntime.Object, more ...k8sruntime.Object) []k8sruntime.Object {
		return append(more, objects...)
	}

	for _, row := range []struct {
		name    string
		objects []k8sruntime.Object
		run     func(c *cluster) error
		want    string
	}{
		{"the nodes", []k8sruntime.Object{controlPlane, worker}, func(c *cluster) error { return nodesReported(t.Context(), c) }, ""},
		{"a node is missing", []k8sruntime.Object{controlPlane}, func(c *cluster) error { return nodesReported(t.Context(), c) },
			`can't find expected node with IPs ["10.0.0.2"]`},
		{"a node too many", []k8sruntime.Object{controlPlane, worker, kubernetesNode("w-2", "10.0.0.3", nil)},
			func(c *cluster) error { return nodesReported(t.Context(), c) }, `unexpected nodes with IPs ["10.0.0.3"]`},
		{"the control plane", all(controlPlanePods(true), controlPlane, worker),
			func(c *cluster) error { return controlPlaneReady(t.Context(), c) }, ""},
		{"a pod is not ready", all(controlPlanePods(false), controlPlane, worker),
			func(c *cluster) error { return controlPlaneReady(t.Context(), c) }, "some pods are not ready for kube-scheduler: [kube-scheduler-cp-1]"},
		{"a pod is missing", []k8sruntime.Object{controlPlane, worker},
			func(c *cluster) error { return controlPlaneReady(t.Context(), c) }, "expected number of pods for kube-apiserver to be 1, got 0"},
		{"the label is missing", all(controlPlanePods(true), kubernetesNode("w-0", "10.0.0.1", nil)),
			func(c *cluster) error { return controlPlaneReady(t.Context(), c) }, `can't find expected node with IPs ["10.0.0.1"]`},
		{"all ready", []k8sruntime.Object{controlPlane, worker}, func(c *cluster) error { return nodesReady(t.Context(), c) }, ""},
		{"one is not", []k8sruntime.Object{kubernetesNode("cp-1", "10.0.0.1", func(node *corev1.Node) {
			node.Status.Conditions[0].Status = corev1.ConditionFalse
		})}, func(c *cluster) error { return nodesReady(t.Context(), c) }, "some nodes are not ready: [cp-1]"},
		{"one is cordoned", []k8sruntime.Object{kubernetesNode("w-1", "10.0.0.2", func(node *corev1.Node) { node.Spec.Unschedulable = true })},
			func(c *cluster) error { return nodesSchedulable(t.Context(), c) }, "some nodes are not schedulable: [w-1]"},
		{"no kube-proxy", nil, func(c *cluster) error { return kubeProxyReady(t.Context(), c) }, "SKIP"},
		{"kube-proxy", []k8sruntime.Object{daemonSet, pod("kube-proxy", "a", true), pod("kube-proxy", "b", true)},
			func(c *cluster) error { return kubeProxyReady(t.Context(), c) }, ""},
		{"kube-proxy on one node", []k8sruntime.Object{daemonSet, pod("kube-proxy", "a", true)},
			func(c *cluster) error { return kubeProxyReady(t.Context(), c) }, "expected 2 ready pods, got 1"},
		{"kube-proxy nowhere", []k8sruntime.Object{daemonSet}, func(c *cluster) error { return kubeProxyReady(t.Context(), c) },
			`no pods found for namespace "kube-system" and label selector "k8s-app=kube-proxy"`},
		{"coredns", []k8sruntime.Object{deployment, pod("kube-dns", "a", true), pod("kube-dns", "b", false)},
			func(c *cluster) error { return coreDNSReady(t.Context(), c) }, "some pods are not ready: [b]"},
	} {
		c := &cluster{controlPlanes: []string{"10.0.0.1"}, workers: []string{"10.0.0.2"}, kubernetes: fake.NewClientset(row.objects...)}

		got := ""
		if err := row.run(c); err != nil {
			got = err.Error()
		}

		if got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

func TestPauses(t *testing.T) {
	for attempt, want := range []string{"500ms", "1s", "2s", "4s", "8s", "10s", "10s"} {
		if got := pause(attempt).String(); got != want {
			t.Errorf("attempt %d: %s", attempt, got)
		}
	}
}
