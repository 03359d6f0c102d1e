// Work that may be done meanwhile, elsewhere: an argument, like time and entropy. Who gives none
// gets the same answers, later. Refuses to know threads.
#pragma once

#include <memory>

namespace kith {

class Meanwhile {
 public:
  /// A piece of work that needs nothing but what it holds, draws no randomness, and is asked for
  /// its outcome only once it is done.
  class Job {
   public:
    Job() = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    virtual ~Job() = default;
    virtual void run() = 0;
  };

  Meanwhile() = default;
  Meanwhile(const Meanwhile&) = delete;
  Meanwhile& operator=(const Meanwhile&) = delete;
  virtual ~Meanwhile() = default;

  /// Jobs are begun in their order; whoever asked may drop them at any time.
  virtual void begin(std::shared_ptr<Job> job) = 0;
  /// Returns once it is done, at worst by doing it here. Requires: it was begun.
  virtual void await(const Job& job) = 0;
};

}  // namespace kith
