"""One model of Surprise on train.csv and test.csv (user,item,rating): prints one JSON line. Usage: surprise_side.py svd|svdpp FOLDER"""
import json, os, sys, time
import surprise

task, folder = sys.argv[1], sys.argv[2]


def ratings(name):
    with open(os.path.join(folder, name)) as file:
        return [(user, item, float(rating)) for user, item, rating in (line.rstrip().split(",") for line in file)]


train = ratings("train.csv")
reader = surprise.Reader(line_format="user item rating", sep=",", rating_scale=(min(r[2] for r in train), max(r[2] for r in train)))
data = surprise.Dataset.load_from_file(os.path.join(folder, "train.csv"), reader).build_full_trainset()
model = {"svd": surprise.SVD, "svdpp": surprise.SVDpp}[task](random_state=42)
start = time.perf_counter()
model.fit(data)
seconds = time.perf_counter() - start
rmse = surprise.accuracy.rmse(model.test(ratings("test.csv")), verbose=False)
print(json.dumps({"seconds": seconds, "rmse": rmse, "version": "Surprise " + surprise.__version__}))
