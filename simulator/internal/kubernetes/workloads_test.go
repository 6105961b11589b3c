package kubernetes

import (
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func nodesOf(t *testing.T) []*corev1.Node {
	t.Helper()

	bundle := secretsOf(t)
	first := nodeOf(t, memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, bundle, "controlplane")), ready)
	second := nodeOf(t, memberOf(t, worker("w1", "127.24.0.21"), configOf(t, bundle, "worker", "machine:\n  nodeLabels: {disk: fast}\n")), ready)
	third := nodeOf(t, memberOf(t, worker("w2", "127.24.0.22"), configOf(t, bundle, "worker")), withoutNetwork)

	return []*corev1.Node{first, second, third}
}

func TestPodsOfWorkloads(t *testing.T) {
	anything := []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
	three := int32(3)
	meta := metav1.ObjectMeta{Name: "a", Namespace: "n", UID: "1"}
	spec := func(tolerations []corev1.Toleration, selector map[string]string) corev1.PodTemplateSpec {
		return corev1.PodTemplateSpec{Spec: corev1.PodSpec{Tolerations: tolerations, NodeSelector: selector}}
	}

	complete := ciliumJob()
	complete.Status.Conditions = []batchv1.JobCondition{{Type: batchv1.JobComplete, Status: corev1.ConditionTrue}}

	for name, test := range map[string]struct {
		workload workload
		wanted   []string
	}{
		"a DaemonSet that tolerates nothing": {daemonSetWorkload(&appsv1.DaemonSet{ObjectMeta: meta, Spec: appsv1.DaemonSetSpec{Template: spec(nil, nil)}}), []string{"a-w1", "a-w2"}},
		"a DaemonSet for all":                {daemonSetWorkload(&appsv1.DaemonSet{ObjectMeta: meta, Spec: appsv1.DaemonSetSpec{Template: spec(anything, nil)}}), []string{"a-cp1", "a-w1", "a-w2"}},
		"a DaemonSet for some":               {daemonSetWorkload(&appsv1.DaemonSet{ObjectMeta: meta, Spec: appsv1.DaemonSetSpec{Template: spec(nil, map[string]string{"disk": "fast"})}}), []string{"a-w1"}},
		"a Deployment":                       {deploymentWorkload(&appsv1.Deployment{ObjectMeta: meta, Spec: appsv1.DeploymentSpec{Replicas: &three}}), []string{"a-0", "a-1", "a-2"}},
		"a StatefulSet":                      {statefulSetWorkload(&appsv1.StatefulSet{ObjectMeta: meta}), []string{"a-0"}},
		"a Job":                              {jobWorkload(ciliumJob()), []string{"cilium-install-0"}},
		"a Job that is complete":             {jobWorkload(complete), nil},
	} {
		t.Run(name, func(t *testing.T) {
			var names []string
			for _, pod := range test.workload.pods(nodesOf(t)) {
				names = append(names, pod.Name)
			}

			if !slices.Equal(names, test.wanted) {
				t.Error(names)
			}
		})
	}
}

func TestChooseNode(t *testing.T) {
	nodes := nodesOf(t)
	anything := corev1.PodSpec{Tolerations: []corev1.Toleration{{Operator: corev1.TolerationOpExists}}}
	on := func(names ...string) []*corev1.Pod {
		var pods []*corev1.Pod
		for _, name := range names {
			pods = append(pods, &corev1.Pod{Spec: corev1.PodSpec{NodeName: name}})
		}

		return pods
	}

	cordoned := nodes[1].DeepCopy()
	cordoned.Spec.Unschedulable = true

	for name, test := range map[string]struct {
		spec   corev1.PodSpec
		nodes  []*corev1.Node
		pods   []*corev1.Pod
		wanted string
	}{
		"the only one without a taint":   {corev1.PodSpec{}, nodes, nil, "w1"},
		"the first of those that do":     {anything, nodes, nil, "cp1"},
		"the one with the fewest pods":   {anything, nodes, on("cp1", "w1"), "w2"},
		"none, the last one is cordoned": {corev1.PodSpec{}, []*corev1.Node{nodes[0], cordoned}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			chosen := chooseNode(&corev1.Pod{Spec: test.spec}, test.nodes, test.pods)
			if got := chosen; got == nil && test.wanted != "" || got != nil && got.Name != test.wanted {
				t.Error(got)
			}
		})
	}
}
