package kubernetes

import (
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// runPod is the status of a pod that has all its containers up.
func runPod(pod *corev1.Pod, host netip.Addr, isReady bool, now metav1.Time) corev1.PodStatus {
	status := statusOnHost(pod, host, now)
	status.Phase = corev1.PodRunning

	condition := corev1.ConditionTrue
	if !isReady {
		condition = corev1.ConditionFalse
	}

	for _, kind := range []corev1.PodConditionType{
		corev1.PodReadyToStartContainers, corev1.PodInitialized, corev1.PodScheduled,
	} {
		status.Conditions = append(status.Conditions, corev1.PodCondition{Type: kind, Status: corev1.ConditionTrue, LastTransitionTime: now})
	}

	for _, kind := range []corev1.PodConditionType{corev1.ContainersReady, corev1.PodReady} {
		status.Conditions = append(status.Conditions, corev1.PodCondition{Type: kind, Status: condition, LastTransitionTime: now})
	}

	for _, container := range pod.Spec.Containers {
		status.ContainerStatuses = append(status.ContainerStatuses, corev1.ContainerStatus{
			Name: container.Name, Image: container.Image, ImageID: container.Image, Ready: isReady, Started: &isReady,
			State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: now}},
		})
	}

	return status
}

// completePod is the status of a pod whose containers have ended well.
func completePod(pod *corev1.Pod, host netip.Addr, now metav1.Time) corev1.PodStatus {
	status := statusOnHost(pod, host, now)
	status.Phase = corev1.PodSucceeded
	status.Conditions = []corev1.PodCondition{
		{Type: corev1.PodInitialized, Status: corev1.ConditionTrue, Reason: "PodCompleted", LastTransitionTime: now},
		{Type: corev1.PodReady, Status: corev1.ConditionFalse, Reason: "PodCompleted", LastTransitionTime: now},
		{Type: corev1.PodScheduled, Status: corev1.ConditionTrue, LastTransitionTime: now},
	}

	for _, container := range pod.Spec.Containers {
		status.ContainerStatuses = append(status.ContainerStatuses, corev1.ContainerStatus{
			Name: container.Name, Image: container.Image, ImageID: container.Image,
			State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
				Reason: "Completed", StartedAt: now, FinishedAt: now,
			}},
		})
	}

	return status
}

// waitingPod is the status of a pod that has a node without a pod network.
func waitingPod(pod *corev1.Pod, host netip.Addr, now metav1.Time) corev1.PodStatus {
	status := statusOnHost(pod, host, now)
	status.Phase = corev1.PodPending
	status.Conditions = []corev1.PodCondition{
		{Type: corev1.PodScheduled, Status: corev1.ConditionTrue, LastTransitionTime: now},
		{Type: corev1.PodReady, Status: corev1.ConditionFalse, Reason: "ContainersNotReady", LastTransitionTime: now},
	}

	for _, container := range pod.Spec.Containers {
		status.ContainerStatuses = append(status.ContainerStatuses, corev1.ContainerStatus{
			Name: container.Name, Image: container.Image,
			State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ContainerCreating"}},
		})
	}

	return status
}

func statusOnHost(pod *corev1.Pod, host netip.Addr, now metav1.Time) corev1.PodStatus {
	status := corev1.PodStatus{
		HostIP: host.String(), HostIPs: []corev1.HostIP{{IP: host.String()}}, StartTime: &now, QOSClass: pod.Status.QOSClass,
		ObservedGeneration: pod.Generation,
	}

	if pod.Spec.HostNetwork {
		status.PodIP, status.PodIPs = host.String(), []corev1.PodIP{{IP: host.String()}}
	}

	return status
}

func isReady(pod *corev1.Pod) bool {
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodReady {
			return condition.Status == corev1.ConditionTrue
		}
	}

	return false
}
