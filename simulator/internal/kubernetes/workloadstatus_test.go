package kubernetes

import (
	"fmt"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	kstatus "sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

// statusByKstatus is what Flux, its provider and helm see of an object.
func statusByKstatus(t *testing.T, object any, kind schema.GroupVersionKind) string {
	t.Helper()

	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		t.Fatal(err)
	}

	seen := &unstructured.Unstructured{Object: content}
	seen.SetGroupVersionKind(kind)

	result, err := kstatus.Compute(seen)
	if err != nil {
		t.Fatal(err)
	}

	return result.Status.String()
}

// deploymentOf is one as the API server returns it: with its defaults.
func deploymentOf(replicas int32) *appsv1.Deployment {
	deadline := int32(600)
	quarter := intstr.FromString("25%")

	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: "n", Generation: 3},
		Spec: appsv1.DeploymentSpec{
			Replicas: &replicas, ProgressDeadlineSeconds: &deadline,
			Strategy: appsv1.DeploymentStrategy{
				Type:          appsv1.RollingUpdateDeploymentStrategyType,
				RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: &quarter, MaxSurge: &quarter},
			},
		},
	}
}

func conditionsText(deployment *appsv1.Deployment) string {
	text := ""
	for _, condition := range deployment.Status.Conditions {
		text += fmt.Sprintf("%s %s %s since %d; ", condition.Type, condition.Status, condition.Reason, condition.LastTransitionTime.Unix())
	}

	return text
}

func TestReportDeployment(t *testing.T) {
	deployment := deploymentOf(2)

	for _, step := range []struct {
		at         int64
		hash       string
		found      counts
		conditions string
		kstatus    string
	}{
		{100, "1", counts{wanted: 2}, "Available False MinimumReplicasUnavailable since 100; Progressing True NewReplicaSetCreated since 100; ", "InProgress"},
		{200, "1", counts{wanted: 2, there: 2, updated: 2}, "Available False MinimumReplicasUnavailable since 100; Progressing True ReplicaSetUpdated since 100; ", "InProgress"},
		{300, "1", counts{wanted: 2, there: 2, updated: 2, ready: 1}, "Available False MinimumReplicasUnavailable since 100; Progressing True ReplicaSetUpdated since 100; ", "InProgress"},
		{899, "1", counts{wanted: 2, there: 2, updated: 2, ready: 1}, "Available False MinimumReplicasUnavailable since 100; Progressing True ReplicaSetUpdated since 100; ", "InProgress"},
		{901, "1", counts{wanted: 2, there: 2, updated: 2, ready: 1}, "Available False MinimumReplicasUnavailable since 100; Progressing False ProgressDeadlineExceeded since 901; ", "Failed"},
		{950, "1", counts{wanted: 2, there: 2, updated: 2, ready: 2}, "Available True MinimumReplicasAvailable since 950; Progressing True NewReplicaSetAvailable since 950; ", "Current"},
		{960, "1", counts{wanted: 2, there: 2, updated: 2, ready: 1}, "Available False MinimumReplicasUnavailable since 960; Progressing True NewReplicaSetAvailable since 950; ", "InProgress"},
		{970, "2", counts{wanted: 2, there: 2, ready: 2}, "Available True MinimumReplicasAvailable since 970; Progressing True NewReplicaSetCreated since 950; ", "InProgress"},
		{980, "2", counts{wanted: 2, there: 2, updated: 2, ready: 2}, "Available True MinimumReplicasAvailable since 970; Progressing True NewReplicaSetAvailable since 950; ", "Current"},
	} {
		if !reportDeployment(deployment, step.hash, step.found, metav1.Unix(step.at, 0)) && step.at != 899 {
			t.Errorf("at %d: nothing has changed", step.at)
		}

		if got := conditionsText(deployment); got != step.conditions {
			t.Errorf("at %d: %s", step.at, got)
		}

		if got := statusByKstatus(t, deployment, appsv1.SchemeGroupVersion.WithKind("Deployment")); got != step.kstatus {
			t.Errorf("at %d: %s", step.at, got)
		}
	}

	if reportDeployment(deployment, "2", counts{wanted: 2, there: 2, updated: 2, ready: 2}, metav1.Unix(990, 0)) {
		t.Error("what is as it was is reported again")
	}

	deployment.Generation++

	if got := statusByKstatus(t, deployment, appsv1.SchemeGroupVersion.WithKind("Deployment")); got != "InProgress" {
		t.Errorf("a new generation is %s before it was looked at", got)
	}
}

func TestAvailability(t *testing.T) {
	for _, test := range []struct {
		wanted, ready int32
		reason        string
	}{
		{4, 3, "MinimumReplicasAvailable"}, // one of four may be away
		{4, 2, "MinimumReplicasUnavailable"},
		{1, 0, "MinimumReplicasUnavailable"},
		{0, 0, "MinimumReplicasAvailable"},
	} {
		if got := availability(deploymentOf(test.wanted), counts{wanted: test.wanted, ready: test.ready}); got.Reason != test.reason {
			t.Errorf("%d of %d: %s", test.ready, test.wanted, got.Reason)
		}
	}

	recreated := deploymentOf(4)
	recreated.Spec.Strategy = appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType}

	if got := availability(recreated, counts{wanted: 4, ready: 3}); got.Reason != "MinimumReplicasUnavailable" {
		t.Error(got)
	}
}

func TestReportOtherWorkloads(t *testing.T) {
	two := int32(2)
	meta := metav1.ObjectMeta{Name: "a", Namespace: "n", Generation: 1, CreationTimestamp: metav1.NewTime(time.Now())}
	partly, whole := counts{wanted: 2, there: 2, updated: 1, ready: 2}, counts{wanted: 2, there: 2, updated: 2, ready: 2}

	stateful := &appsv1.StatefulSet{ObjectMeta: meta, Spec: appsv1.StatefulSetSpec{Replicas: &two}}
	reportStatefulSet(stateful, "1", whole)

	for _, step := range []struct {
		found            counts
		current, updated string
		kstatus          string
	}{
		{partly, "a-1", "a-2", "InProgress"},
		{whole, "a-2", "a-2", "Current"},
	} {
		reportStatefulSet(stateful, "2", step.found)

		if stateful.Status.CurrentRevision != step.current || stateful.Status.UpdateRevision != step.updated {
			t.Error(stateful.Status)
		}

		if got := statusByKstatus(t, stateful, appsv1.SchemeGroupVersion.WithKind("StatefulSet")); got != step.kstatus {
			t.Error(got)
		}
	}

	daemons := &appsv1.DaemonSet{ObjectMeta: meta}

	for _, step := range []struct {
		found   counts
		kstatus string
	}{{partly, "InProgress"}, {whole, "Current"}} {
		reportDaemonSet(daemons, step.found)

		if got := statusByKstatus(t, daemons, appsv1.SchemeGroupVersion.WithKind("DaemonSet")); got != step.kstatus {
			t.Error(got)
		}
	}

	job := &batchv1.Job{ObjectMeta: meta}

	for _, step := range []struct {
		found   counts
		done    bool
		kstatus string
	}{{counts{wanted: 1}, false, "InProgress"}, {counts{wanted: 1, there: 1, succeeded: 1}, true, "Current"}} {
		reportJob(job, step.found, 1)

		if got := statusByKstatus(t, job, batchv1.SchemeGroupVersion.WithKind("Job")); got != step.kstatus || isComplete(job) != step.done {
			t.Error(got, isComplete(job))
		}
	}
}
