package kubernetes

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// counts are those of the pods of one workload. Updated pods are of its present template.
type counts struct {
	wanted, there, updated, ready, succeeded int32
}

func (p *podSync) count(w workload) counts {
	found := counts{wanted: int32(len(w.pods(p.nodes)))}

	for _, pod := range p.pods {
		if !w.owns(pod) || pod.DeletionTimestamp != nil {
			continue
		}

		found.there++

		if pod.Labels[templateHash] == w.hash {
			found.updated++
		}

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
			if changed := object.DeepCopy(); reportDeployment(changed, w.hash, found, metav1.Now()) {
				_, err = apps.Deployments(object.Namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{})
			}
		case *appsv1.StatefulSet:
			if changed := object.DeepCopy(); reportStatefulSet(changed, w.hash, found) {
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
	set.Status.UpdatedNumberScheduled = found.updated
	set.Status.NumberReady = found.ready
	set.Status.NumberAvailable = found.ready
	set.Status.NumberUnavailable = max(found.wanted-found.ready, 0)

	return !equality.Semantic.DeepEqual(before, &set.Status)
}

// reportStatefulSet says whether the status has changed. Until all pods are of the new template, the revision before
// counts as the current one.
func reportStatefulSet(set *appsv1.StatefulSet, hash string, found counts) bool {
	before := set.Status.DeepCopy()
	set.Status.ObservedGeneration = set.Generation
	set.Status.Replicas = found.there
	set.Status.UpdatedReplicas = found.updated
	set.Status.ReadyReplicas = found.ready
	set.Status.AvailableReplicas = found.ready
	set.Status.UpdateRevision = set.Name + "-" + hash

	isUpdated := found.updated == found.wanted && found.there == found.wanted && found.ready == found.wanted
	if isUpdated || set.Status.CurrentRevision == "" {
		set.Status.CurrentRevision = set.Status.UpdateRevision
	}

	set.Status.CurrentReplicas = found.there - found.updated
	if set.Status.CurrentRevision == set.Status.UpdateRevision {
		set.Status.CurrentReplicas = found.updated
	}

	if set.Status.CollisionCount == nil {
		set.Status.CollisionCount = new(int32)
	}

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
				Type: kind, Status: corev1.ConditionTrue, LastProbeTime: now, LastTransitionTime: now,
				Reason: "CompletionsReached", Message: "Reached expected number of succeeded pods",
			})
		}
	}

	return !equality.Semantic.DeepEqual(before, &job.Status)
}
