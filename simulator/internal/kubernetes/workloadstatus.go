package kubernetes

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// counts are those of the pods of one workload.
type counts struct {
	wanted, there, ready, succeeded int32
}

func (p *podSync) count(w workload) counts {
	found := counts{wanted: int32(len(w.pods(p.nodes)))}

	for _, pod := range p.pods {
		if !w.owns(pod) || pod.DeletionTimestamp != nil {
			continue
		}

		found.there++

		if isReady(pod) {
			found.ready++
		}

		if pod.Status.Phase == corev1.PodSucceeded {
			found.succeeded++
		}
	}

	return found
}

// reportWorkloads writes what has become of the pods into the status of what has asked for them.
func (p *podSync) reportWorkloads(ctx context.Context) {
	apps, batch := p.session.client.AppsV1(), p.session.client.BatchV1()

	for _, w := range p.workloads {
		found := p.count(w)

		var err error

		switch object := w.object.(type) {
		case *appsv1.DaemonSet:
			if changed := object.DeepCopy(); reportDaemonSet(changed, found) {
				_, err = apps.DaemonSets(object.Namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{})
			}
		case *appsv1.Deployment:
			if changed := object.DeepCopy(); reportDeployment(changed, found) {
				_, err = apps.Deployments(object.Namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{})
			}
		case *appsv1.StatefulSet:
			if changed := object.DeepCopy(); reportStatefulSet(changed, found) {
				_, err = apps.StatefulSets(object.Namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{})
			}
		case *batchv1.Job:
			if changed := object.DeepCopy(); reportJob(changed, found, int32(w.replicas)) {
				_, err = batch.Jobs(object.Namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{})
			}
		}

		p.note(w.kind.Kind, w.object, err)
	}
}

// reportDaemonSet says whether the status has changed.
func reportDaemonSet(set *appsv1.DaemonSet, found counts) bool {
	before := set.Status.DeepCopy()
	set.Status.ObservedGeneration = set.Generation
	set.Status.DesiredNumberScheduled = found.wanted
	set.Status.CurrentNumberScheduled = found.there
	set.Status.UpdatedNumberScheduled = found.there
	set.Status.NumberReady = found.ready
	set.Status.NumberAvailable = found.ready
	set.Status.NumberUnavailable = max(found.wanted-found.ready, 0)

	return !equality.Semantic.DeepEqual(before, &set.Status)
}

// reportDeployment says whether the status has changed.
func reportDeployment(deployment *appsv1.Deployment, found counts) bool {
	before := deployment.Status.DeepCopy()
	deployment.Status.ObservedGeneration = deployment.Generation
	deployment.Status.Replicas = found.there
	deployment.Status.UpdatedReplicas = found.there
	deployment.Status.ReadyReplicas = found.ready
	deployment.Status.AvailableReplicas = found.ready
	deployment.Status.UnavailableReplicas = max(found.wanted-found.ready, 0)

	available := corev1.ConditionFalse
	if found.ready >= found.wanted {
		available = corev1.ConditionTrue
	}

	for _, condition := range deployment.Status.Conditions {
		if condition.Type == appsv1.DeploymentAvailable && condition.Status == available {
			return !equality.Semantic.DeepEqual(before, &deployment.Status)
		}
	}

	now := metav1.Now()
	deployment.Status.Conditions = []appsv1.DeploymentCondition{
		{Type: appsv1.DeploymentAvailable, Status: available, Reason: "MinimumReplicas", LastUpdateTime: now, LastTransitionTime: now},
		{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionTrue, Reason: "ReplicasCounted", LastUpdateTime: now, LastTransitionTime: now},
	}

	return true
}

// reportStatefulSet says whether the status has changed.
func reportStatefulSet(set *appsv1.StatefulSet, found counts) bool {
	before := set.Status.DeepCopy()
	set.Status.ObservedGeneration = set.Generation
	set.Status.Replicas = found.there
	set.Status.CurrentReplicas = found.there
	set.Status.UpdatedReplicas = found.there
	set.Status.ReadyReplicas = found.ready
	set.Status.AvailableReplicas = found.ready

	return !equality.Semantic.DeepEqual(before, &set.Status)
}

// reportJob says whether the status has changed. A job that is complete stays so.
func reportJob(job *batchv1.Job, found counts, completions int32) bool {
	if isComplete(job) {
		return false
	}

	before := job.Status.DeepCopy()
	now := metav1.Now()
	none := int32(0)

	if job.Status.StartTime == nil && found.there > 0 {
		job.Status.StartTime = &now
	}

	job.Status.Active = found.there - found.succeeded
	job.Status.Succeeded = found.succeeded
	job.Status.Ready, job.Status.Terminating = &none, &none

	if found.succeeded >= completions && job.Status.StartTime != nil {
		job.Status.Active = 0
		job.Status.CompletionTime = &now
		job.Status.UncountedTerminatedPods = &batchv1.UncountedTerminatedPods{}

		for _, kind := range []batchv1.JobConditionType{batchv1.JobSuccessCriteriaMet, batchv1.JobComplete} {
			job.Status.Conditions = append(job.Status.Conditions, batchv1.JobCondition{
				Type: kind, Status: corev1.ConditionTrue, Reason: "CompletionsReached", LastProbeTime: now, LastTransitionTime: now,
			})
		}
	}

	return !equality.Semantic.DeepEqual(before, &job.Status)
}
