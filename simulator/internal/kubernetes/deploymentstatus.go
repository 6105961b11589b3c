package kubernetes

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// reportDeployment says whether the status has changed. Conditions have the reasons of the deployment controller, as
// kstatus and the like look at them.
func reportDeployment(deployment *appsv1.Deployment, hash string, found counts, now metav1.Time) bool {
	before := deployment.Status.DeepCopy()
	status := &deployment.Status
	status.ObservedGeneration = deployment.Generation
	status.Replicas = found.there
	status.UpdatedReplicas = found.updated
	status.ReadyReplicas = found.ready
	status.AvailableReplicas = found.ready
	status.UnavailableReplicas = max(found.wanted-found.ready, 0)

	setCondition(status, availability(deployment, found), now)

	if progress := progressOf(deployment, before, deployment.Name+"-"+hash, found, now); progress != nil {
		setCondition(status, *progress, now)
	}

	return !equality.Semantic.DeepEqual(before, status)
}

// availability says whether no more pods are missing than an update may take away.
func availability(deployment *appsv1.Deployment, found counts) appsv1.DeploymentCondition {
	if found.ready >= found.wanted-mayMiss(deployment, found.wanted) {
		return appsv1.DeploymentCondition{
			Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue,
			Reason: "MinimumReplicasAvailable", Message: "Deployment has minimum availability.",
		}
	}

	return appsv1.DeploymentCondition{
		Type: appsv1.DeploymentAvailable, Status: corev1.ConditionFalse,
		Reason: "MinimumReplicasUnavailable", Message: "Deployment does not have minimum availability.",
	}
}

func mayMiss(deployment *appsv1.Deployment, wanted int32) int32 {
	update := deployment.Spec.Strategy.RollingUpdate
	if deployment.Spec.Strategy.Type != appsv1.RollingUpdateDeploymentStrategyType || update == nil || wanted == 0 {
		return 0
	}

	missing, err := intstr.GetScaledValueFromIntOrPercent(update.MaxUnavailable, int(wanted), false)
	if err != nil {
		return 0 // the API server has checked it
	}

	surge, err := intstr.GetScaledValueFromIntOrPercent(update.MaxSurge, int(wanted), true)
	if err == nil && surge == 0 && missing == 0 {
		missing = 1 // otherwise nothing could ever be replaced
	}

	return min(int32(missing), wanted)
}

// progressOf is nil where a deployment has no deadline, or nothing new is to be said.
func progressOf(
	deployment *appsv1.Deployment, before *appsv1.DeploymentStatus, replicaSet string, found counts, now metav1.Time,
) *appsv1.DeploymentCondition {
	deadline := deployment.Spec.ProgressDeadlineSeconds
	if deadline == nil {
		return nil
	}

	known := conditionOf(before, appsv1.DeploymentProgressing)
	progress := appsv1.DeploymentCondition{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionTrue}

	switch {
	case found.there == found.wanted && found.updated == found.wanted && found.ready == found.wanted:
		progress.Reason = "NewReplicaSetAvailable"
		progress.Message = fmt.Sprintf("ReplicaSet %q has successfully progressed.", replicaSet)
	case known == nil || !strings.Contains(known.Message, strconv.Quote(replicaSet)):
		progress.Reason = "NewReplicaSetCreated"
		progress.Message = fmt.Sprintf("Created new replica set %q", replicaSet)
	case hasProgressed(before, &deployment.Status):
		progress.Reason = "ReplicaSetUpdated"
		progress.Message = fmt.Sprintf("ReplicaSet %q is progressing.", replicaSet)
	case known.Reason == "ProgressDeadlineExceeded" || known.Reason == "NewReplicaSetAvailable":
		return nil // pods that go missing after a rollout are a matter of availability
	case now.Sub(known.LastUpdateTime.Time) > time.Duration(*deadline)*time.Second:
		progress.Status, progress.Reason = corev1.ConditionFalse, "ProgressDeadlineExceeded"
		progress.Message = fmt.Sprintf("ReplicaSet %q has timed out progressing.", replicaSet)
	default:
		return nil
	}

	return &progress
}

func hasProgressed(before, after *appsv1.DeploymentStatus) bool {
	return after.UpdatedReplicas > before.UpdatedReplicas ||
		after.Replicas-after.UpdatedReplicas < before.Replicas-before.UpdatedReplicas ||
		after.ReadyReplicas > before.ReadyReplicas || after.AvailableReplicas > before.AvailableReplicas
}

func conditionOf(status *appsv1.DeploymentStatus, kind appsv1.DeploymentConditionType) *appsv1.DeploymentCondition {
	for index := range status.Conditions {
		if status.Conditions[index].Type == kind {
			return &status.Conditions[index]
		}
	}

	return nil
}

// setCondition leaves a condition alone that says the same already; the time of a transition is that of the status.
func setCondition(status *appsv1.DeploymentStatus, wanted appsv1.DeploymentCondition, now metav1.Time) {
	wanted.LastUpdateTime, wanted.LastTransitionTime = now, now

	known := conditionOf(status, wanted.Type)

	switch {
	case known == nil:
		status.Conditions = append(status.Conditions, wanted)
	case known.Status == wanted.Status && known.Reason == wanted.Reason && known.Message == wanted.Message && wanted.Reason != "ReplicaSetUpdated":
		return
	case known.Status == wanted.Status:
		wanted.LastTransitionTime = known.LastTransitionTime
		*known = wanted
	default:
		*known = wanted
	}
}
