package kubernetes

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"

	schedulinghelpers "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/klog/v2"
)

// templateHash is the label that tells pods of an older template.
const templateHash = "pod-template-hash"

// workload is an object that pods are made for.
type workload struct {
	kind     schema.GroupVersionKind
	object   metav1.Object
	template corev1.PodTemplateSpec
	// hash tells the template from others.
	hash     string
	replicas int
	// perNode asks for a pod on each node that may have one, instead of replicas.
	perNode bool
	// isDone asks for no more pods.
	isDone bool
}

func daemonSetWorkload(set *appsv1.DaemonSet) workload {
	template := *set.Spec.Template.DeepCopy()
	template.Spec.Tolerations = append(template.Spec.Tolerations, daemonTolerations...)

	return workload{
		kind: appsv1.SchemeGroupVersion.WithKind("DaemonSet"), object: set,
		template: template, hash: hashOf(template), perNode: true,
	}
}

func deploymentWorkload(deployment *appsv1.Deployment) workload {
	return workload{
		kind: appsv1.SchemeGroupVersion.WithKind("Deployment"), object: deployment,
		template: deployment.Spec.Template, hash: hashOf(deployment.Spec.Template), replicas: countOf(deployment.Spec.Replicas),
	}
}

func statefulSetWorkload(set *appsv1.StatefulSet) workload {
	return workload{
		kind: appsv1.SchemeGroupVersion.WithKind("StatefulSet"), object: set,
		template: set.Spec.Template, hash: hashOf(set.Spec.Template), replicas: countOf(set.Spec.Replicas),
	}
}

func jobWorkload(job *batchv1.Job) workload {
	suspended := job.Spec.Suspend != nil && *job.Spec.Suspend

	return workload{
		kind: batchv1.SchemeGroupVersion.WithKind("Job"), object: job,
		template: job.Spec.Template, hash: hashOf(job.Spec.Template), replicas: countOf(job.Spec.Completions), isDone: isComplete(job) || suspended,
	}
}

func countOf(count *int32) int {
	if count == nil {
		return 1
	}

	return int(*count)
}

// daemonTolerations are those that every pod of a DaemonSet has.
var daemonTolerations = []corev1.Toleration{
	{Key: corev1.TaintNodeNotReady, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute},
	{Key: corev1.TaintNodeUnreachable, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute},
	{Key: corev1.TaintNodeNotReady, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
	{Key: corev1.TaintNodeUnreachable, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
	{Key: corev1.TaintNodeUnschedulable, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
}

// pods are those that there should be. Their names are always the same, so a pod is never made twice.
func (w workload) pods(nodes []*corev1.Node) []*corev1.Pod {
	if w.isDone || w.object.GetDeletionTimestamp() != nil {
		return nil
	}

	if !w.perNode {
		pods := make([]*corev1.Pod, 0, w.replicas)
		for index := range w.replicas {
			pods = append(pods, w.pod(fmt.Sprint(index), ""))
		}

		return pods
	}

	var pods []*corev1.Pod

	for _, node := range nodes {
		if pod := w.pod(node.Name, node.Name); mayRunOn(pod, node) {
			pods = append(pods, pod)
		}
	}

	return pods
}

func (w workload) pod(suffix, nodeName string) *corev1.Pod {
	pod := &corev1.Pod{ObjectMeta: *w.template.ObjectMeta.DeepCopy(), Spec: *w.template.Spec.DeepCopy()}
	pod.Name = w.object.GetName() + "-" + suffix
	pod.Namespace = w.object.GetNamespace()
	pod.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(w.object, w.kind)}
	pod.Spec.NodeName = nodeName

	if pod.Labels == nil {
		pod.Labels = map[string]string{}
	}

	pod.Labels[templateHash] = w.hash

	return pod
}

func hashOf(template corev1.PodTemplateSpec) string {
	content, err := json.Marshal(template)
	if err != nil {
		panic(err) // it has come as JSON
	}

	sum := sha256.Sum256(content)

	return hex.EncodeToString(sum[:5])
}

// owns says whether a pod was made for the workload.
func (w workload) owns(pod *corev1.Pod) bool {
	controller := metav1.GetControllerOf(pod)

	return controller != nil && controller.UID == w.object.GetUID()
}

// mayRunOn says whether the scheduler would put a pod on a node.
func mayRunOn(pod *corev1.Pod, node *corev1.Node) bool {
	if matches, err := nodeaffinity.GetRequiredNodeAffinity(pod).Match(node); err != nil || !matches {
		return false
	}

	taints := slices.Clone(node.Spec.Taints)
	if node.Spec.Unschedulable {
		taints = append(taints, corev1.Taint{Key: corev1.TaintNodeUnschedulable, Effect: corev1.TaintEffectNoSchedule})
	}

	keepsAway := func(taint *corev1.Taint) bool { return taint.Effect != corev1.TaintEffectPreferNoSchedule }
	_, found := schedulinghelpers.FindMatchingUntoleratedTaint(klog.Background(), taints, pod.Spec.Tolerations, keepsAway, false)

	return !found
}

// chooseNode finds a node for a pod: of those that it may run on the one with the fewest pods; nil when there is none.
func chooseNode(pod *corev1.Pod, nodes []*corev1.Node, pods []*corev1.Pod) *corev1.Node {
	load := map[string]int{}

	for _, other := range pods {
		load[other.Spec.NodeName]++
	}

	var chosen *corev1.Node

	for _, node := range nodes {
		if !mayRunOn(pod, node) {
			continue
		}

		if chosen == nil || load[node.Name] < load[chosen.Name] ||
			load[node.Name] == load[chosen.Name] && strings.Compare(node.Name, chosen.Name) < 0 {
			chosen = node
		}
	}

	return chosen
}
