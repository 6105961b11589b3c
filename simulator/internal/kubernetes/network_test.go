package kubernetes

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// ciliumJob installs Cilium as the manifests of the library do.
func ciliumJob() *batchv1.Job {
	return &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: "cilium-install"},
		Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
			HostNetwork:   true,
			RestartPolicy: corev1.RestartPolicyOnFailure,
			Tolerations:   []corev1.Toleration{{Operator: corev1.TolerationOpExists}},
			Containers: []corev1.Container{{
				Name: "cilium-install", Image: "quay.io/cilium/cilium-cli:v0.18.3",
				Command: []string{"cilium", "install"}, Args: []string{"--version", "v1.17.3"},
			}},
		}}},
	}
}

func TestHasPodNetwork(t *testing.T) {
	mounting := func(path string) []*appsv1.DaemonSet {
		set := &appsv1.DaemonSet{}
		set.Spec.Template.Spec.Volumes = []corev1.Volume{{
			VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: path}},
		}}

		return []*appsv1.DaemonSet{set}
	}

	waiting, complete, other := ciliumJob(), ciliumJob(), ciliumJob()
	done := []batchv1.JobCondition{{Type: batchv1.JobComplete, Status: corev1.ConditionTrue}}
	complete.Status.Conditions, other.Status.Conditions = done, done
	other.Spec.Template.Spec.Containers[0].Command = []string{"cilium", "status"}

	for name, test := range map[string]struct {
		daemonSets []*appsv1.DaemonSet
		jobs       []*batchv1.Job
		wanted     bool
	}{
		"nothing":                      {},
		"a plugin":                     {daemonSets: mounting("/etc/cni/net.d/"), wanted: true},
		"another DaemonSet":            {daemonSets: mounting("/lib/modules")},
		"an installation under way":    {jobs: []*batchv1.Job{waiting}},
		"an installation that is done": {jobs: []*batchv1.Job{complete}, wanted: true},
		"another Job":                  {jobs: []*batchv1.Job{other}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := hasPodNetwork(test.daemonSets, test.jobs); got != test.wanted {
				t.Errorf("got %t", got)
			}
		})
	}
}
