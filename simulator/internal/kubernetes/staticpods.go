package kubernetes

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// configHash is the annotation that the kubelet compares to see whether a static pod is another one.
const configHash = "kubernetes.io/config.hash"

// component is a part of the control plane that runs as a static pod.
type component struct {
	name     string
	image    string
	args     map[string][]string
	disabled string
}

// components are those that Talos runs on a control plane.
func components(of *member) []component {
	manager, planner, server := of.config.K8sControllerManagerConfig(), of.config.K8sSchedulerConfig(), of.config.K8sAPIServerConfig()
	controllerManager := component{name: "kube-controller-manager", image: manager.Image(), args: manager.ExtraArgs()}
	scheduler := component{name: "kube-scheduler", image: planner.Image(), args: planner.ExtraArgs()}

	if !manager.Enabled() {
		controllerManager.disabled = "machine.controlPlane.controllerManager.disabled"
	}

	if !planner.Enabled() {
		scheduler.disabled = "machine.controlPlane.scheduler.disabled"
	}

	return []component{
		{name: "kube-apiserver", image: server.Image(), args: server.ExtraArgs()},
		controllerManager,
		scheduler,
	}
}

// mirrorPods are the static pods of a machine as its kubelet shows them in the API.
func mirrorPods(of *member, node *corev1.Node) ([]*corev1.Pod, error) {
	var pods []*corev1.Pod

	if of.node.ControlPlane {
		for _, component := range components(of) {
			if component.disabled == "" {
				pods = append(pods, component.pod(of.revisions[component.name]))
			}
		}
	}

	for index, written := range of.config.K8sStaticPodConfigs() {
		var pod corev1.Pod
		if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(written.Pod(), &pod, true); err != nil {
			return nil, fmt.Errorf("machine.pods[%d]: %w", index, err)
		}

		if pod.Namespace == "" {
			pod.Namespace = corev1.NamespaceDefault
		}

		pods = append(pods, &pod)
	}

	for _, pod := range pods {
		if err := mirror(pod, node); err != nil {
			return nil, err
		}
	}

	return pods, nil
}

func (c component) pod(revision int) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name:      c.name,
			Namespace: metav1.NamespaceSystem,
			Labels: map[string]string{
				"tier": "control-plane", "component": c.name, "k8s-app": c.name,
				"app.kubernetes.io/name": c.name, "app.kubernetes.io/component": "control-plane",
			},
			Annotations: map[string]string{constants.AnnotationStaticPodConfigVersion: strconv.Itoa(revision)},
		},
		Spec: corev1.PodSpec{
			HostNetwork:       true,
			PriorityClassName: "system-cluster-critical",
			Containers: []corev1.Container{{
				Name: c.name, Image: c.image, Command: append([]string{"/usr/local/bin/" + c.name}, arguments(c.args).list()...),
			}},
		},
	}
}

// mirror makes a static pod what the kubelet of a node shows of it.
func mirror(pod *corev1.Pod, node *corev1.Node) error {
	content, err := json.Marshal(pod)
	if err != nil {
		return err
	}

	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:16])

	if pod.Annotations == nil {
		pod.Annotations = map[string]string{}
	}

	pod.Annotations[configHash] = hash
	pod.Annotations[corev1.MirrorPodAnnotationKey] = hash
	pod.Annotations["kubernetes.io/config.source"] = "file"
	pod.Name += "-" + node.Name
	pod.Spec.NodeName = node.Name
	pod.Spec.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute}}

	if node.UID != "" {
		isController := true
		pod.OwnerReferences = []metav1.OwnerReference{
			{APIVersion: "v1", Kind: "Node", Name: node.Name, UID: node.UID, Controller: &isController},
		}
	}

	return nil
}

func isMirror(pod *corev1.Pod) bool { return pod.Annotations[corev1.MirrorPodAnnotationKey] != "" }
