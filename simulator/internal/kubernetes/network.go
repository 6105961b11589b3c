package kubernetes

import (
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// hasPodNetwork says whether a CNI plugin is installed, so that nodes become ready. One is when there is
//
//   - a DaemonSet whose pods mount /etc/cni/net.d of the host: the folder that a plugin writes its configuration to; or
//   - a Job that has completed and whose container runs `cilium install`.
func hasPodNetwork(daemonSets []*appsv1.DaemonSet, jobs []*batchv1.Job) bool {
	return slices.ContainsFunc(daemonSets, isNetworkPlugin) || slices.ContainsFunc(jobs, hasInstalledCilium)
}

func isNetworkPlugin(daemonSet *appsv1.DaemonSet) bool {
	return slices.ContainsFunc(daemonSet.Spec.Template.Spec.Volumes, func(volume corev1.Volume) bool {
		return volume.HostPath != nil && strings.TrimSuffix(volume.HostPath.Path, "/") == "/etc/cni/net.d"
	})
}

func hasInstalledCilium(job *batchv1.Job) bool {
	return isComplete(job) && slices.ContainsFunc(job.Spec.Template.Spec.Containers, func(container corev1.Container) bool {
		line := append(slices.Clone(container.Command), container.Args...)

		return len(line) > 1 && line[0] == "cilium" && line[1] == "install"
	})
}

func isComplete(job *batchv1.Job) bool {
	return slices.ContainsFunc(job.Status.Conditions, func(condition batchv1.JobCondition) bool {
		return condition.Type == batchv1.JobComplete && condition.Status == corev1.ConditionTrue
	})
}
