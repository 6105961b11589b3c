package kubernetes

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// fluxStatus writes the status of an object of Flux, with the conditions and reasons of its controllers.
type fluxStatus struct {
	object *unstructured.Unstructured
	status map[string]any
	now    string
}

func newFluxStatus(object *unstructured.Unstructured, now metav1.Time) *fluxStatus {
	status, isMap := object.Object["status"].(map[string]any)
	if !isMap {
		status = map[string]any{}
		object.Object["status"] = status
	}

	written := &fluxStatus{object: object, status: status, now: now.UTC().Format(time.RFC3339)}
	if asked := object.GetAnnotations()[requestedAt]; asked != "" {
		written.set("lastHandledReconcileAt", asked)
	}

	return written
}

func (s *fluxStatus) set(field string, value any) { s.status[field] = value }

// succeeded says the same in several conditions, and removes those of a failure.
func (s *fluxStatus) succeeded(reason, message string, kinds ...string) {
	s.set("observedGeneration", s.object.GetGeneration())

	for _, kind := range kinds {
		s.condition(kind, "True", reason, message)
	}

	s.drop("Reconciling", "FetchFailed")
}

// failed leaves observedGeneration as it is: the generation has not been reconciled.
func (s *fluxStatus) failed(reason, message string) {
	if _, there := s.status["observedGeneration"]; !there {
		s.set("observedGeneration", int64(-1))
	}

	s.condition("Ready", "False", reason, message)
	s.condition("Reconciling", "True", "ProgressingWithRetry", message)
}

func (s *fluxStatus) fetchFailed(reason, message string) {
	s.failed(reason, message)
	s.condition("FetchFailed", "True", reason, message)
}

// artifact describes what would be stored of a commit; nothing is stored, so digest and URL lead nowhere.
func (s *fluxStatus) artifact(revision, commit string) {
	if stored, _, _ := unstructured.NestedString(s.status, "artifact", "revision"); stored == revision {
		return
	}

	digest := sha256.Sum256([]byte(commit))
	file := fmt.Sprintf("gitrepository/%s/%s/%s.tar.gz", s.object.GetNamespace(), s.object.GetName(), commit)
	s.set("artifact", map[string]any{
		"digest": "sha256:" + hex.EncodeToString(digest[:]), "lastUpdateTime": s.now, "path": file, "revision": revision,
		"url": fmt.Sprintf("http://%s.%s.svc.cluster.local./%s", sourceController, s.object.GetNamespace(), file),
	})
}

func (s *fluxStatus) condition(kind, status, reason, message string) {
	conditions, _ := s.status["conditions"].([]any)
	wanted := map[string]any{
		"type": kind, "status": status, "reason": reason, "message": message,
		"observedGeneration": s.object.GetGeneration(), "lastTransitionTime": s.now,
	}

	for index, one := range conditions {
		known, _ := one.(map[string]any)
		if known["type"] != kind {
			continue
		}

		if known["status"] == status {
			wanted["lastTransitionTime"] = known["lastTransitionTime"]
		}

		conditions[index] = wanted

		return
	}

	s.set("conditions", append(conditions, wanted))
}

func (s *fluxStatus) drop(kinds ...string) {
	conditions, _ := s.status["conditions"].([]any)
	s.set("conditions", slices.DeleteFunc(conditions, func(one any) bool {
		condition, _ := one.(map[string]any)
		kind, _ := condition["type"].(string)

		return slices.Contains(kinds, kind)
	}))
}
